import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { playerId } from "../../wire/ids.js";
import { exactNumber, microUsd, wholeCents } from "../../wire/money.js";
import { OrderIndex } from "./order-index.js";

interface Change {
  player: number;
  delta: bigint;
  atMs: number;
}

/** The same order, written the slow and obvious way. */
function expectedOrder(changes: readonly Change[], cap: bigint | null) {
  const players = new Map<number, { raw: bigint; atMs: number }>();
  for (const { player, delta, atMs } of changes) {
    if (delta === 0n) continue;
    const known = players.get(player) ?? { raw: 0n, atMs: 0 };
    players.set(player, { raw: known.raw + delta, atMs: Math.max(known.atMs, atMs) });
  }
  return [...players]
    .filter(([, { raw }]) => raw !== 0n)
    .map(([id, { raw, atMs }]) => ({ id, score: cap !== null && raw > cap ? cap : raw, atMs }))
    .sort((a, b) => {
      const centsA = wholeCents(microUsd(a.score));
      const centsB = wholeCents(microUsd(b.score));
      return centsA !== centsB ? (centsA < centsB ? 1 : -1) : a.atMs - b.atMs || a.id - b.id;
    });
}

const change = fc.record({
  player: fc.integer({ min: 1, max: 40 }),
  delta: fc.bigInt({ min: -50_000n, max: 90_000n }),
  atMs: fc.integer({ min: 1, max: 20 }),
});

function asColumns(rows: readonly { playerId: number; raw: bigint; reachedAtMs: number }[]) {
  return {
    playerIds: Float64Array.from(rows, (row) => row.playerId),
    raw: BigInt64Array.from(rows, (row) => row.raw),
    reachedAtMs: Float64Array.from(rows, (row) => row.reachedAtMs),
  };
}

describe("OrderIndex", () => {
  it("orders, ranks and pages as a plain sort does, whatever the changes", () => {
    fc.assert(
      fc.property(
        fc.array(change, { maxLength: 300 }),
        fc.option(fc.bigInt({ min: 1n, max: 100_000n })),
        (changes, cap) => {
          const index = new OrderIndex(cap === null ? null : microUsd(cap));
          for (const { player, delta, atMs } of changes) index.add(playerId(player), delta, atMs);
          const expected = expectedOrder(changes, cap);
          expect(index.slice(0, 1000).map((row) => [row.playerId, row.score, row.reachedAtMs])).toEqual(
            expected.map((row) => [row.id, row.score, row.atMs]),
          );
          expect(index.size).toBe(expected.length);
          expect(index.total).toBe(expected.reduce((sum, row) => sum + row.score, 0n));
          for (const [at, row] of expected.entries()) {
            const cents = exactNumber(wholeCents(microUsd(row.score)));
            expect(index.position(playerId(row.id))).toBe(at);
            expect(index.countAbove(cents, null)).toBe(
              expected.filter((other) => exactNumber(wholeCents(microUsd(other.score))) > cents).length,
            );
          }
        },
      ),
    );
  });

  it("is the same whether filled at once or change by change, past several block splits", () => {
    const rows = Array.from({ length: 5_000 }, (_, at) => ({
      playerId: playerId(at + 1),
      raw: BigInt((at * 7919) % 3_001) * 10_000n,
      reachedAtMs: (at * 31) % 97,
    }));
    const filled = new OrderIndex(null);
    filled.fill(asColumns(rows));
    const grown = new OrderIndex(null);
    for (const row of rows) grown.add(row.playerId, row.raw, row.reachedAtMs);
    // Players with a raw score of 0 were never added to the second one, and are listed in neither.
    expect(filled.slice(0, 5_000).map((row) => row.playerId)).toEqual(grown.slice(0, 5_000).map((row) => row.playerId));
    expect(filled.slice(2_345, 3)).toEqual(filled.slice(0, 5_000).slice(2_345, 2_348));
    expect(filled.position(filled.slice(4_321, 1)[0]!.playerId)).toBe(4_321);
  });

  it("loads scores near and beyond 2^53, below zero and over a cap as exactly as it adds them", () => {
    const large = fc.oneof(
      fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
      fc.bigInt({ min: 2n ** 52n - 20_001n, max: 2n ** 52n + 20_001n }),
      fc.bigInt({ min: -20_001n, max: 20_001n }),
    );
    fc.assert(
      fc.property(
        fc.array(large, { maxLength: 30 }),
        fc.option(fc.bigInt({ min: 1n, max: 2n ** 60n })),
        (scores, cap) => {
          const rows = scores.map((raw, at) => ({ playerId: playerId(99 - at), raw, reachedAtMs: (at * 7) % 3 }));
          const filled = new OrderIndex(cap === null ? null : microUsd(cap));
          filled.fill(asColumns(rows));
          const grown = new OrderIndex(cap === null ? null : microUsd(cap));
          for (const row of rows) grown.add(row.playerId, row.raw, row.reachedAtMs);
          expect(filled.slice(0, 99)).toEqual(grown.slice(0, 99));
          expect(filled.total).toBe(grown.total);
          filled.add(playerId(99), 12_345n, 5);
          grown.add(playerId(99), 12_345n, 5);
          expect(filled.slice(0, 99)).toEqual(grown.slice(0, 99));
        },
      ),
    );
  });

  it("forgets a player whose score returns to 0 and keeps amounts beyond 2^53 exact", () => {
    const index = new OrderIndex(null);
    index.add(playerId(1), 9_007_199_254_740_993n, 1);
    index.add(playerId(2), 5n, 1);
    index.add(playerId(2), -5n, 2);
    expect(index.size).toBe(1);
    expect(index.standing(playerId(1))?.score).toBe(9_007_199_254_740_993n);
    expect(index.standing(playerId(2))).toBeUndefined();
  });

  it("refuses a score that 64 bits cannot hold instead of wrapping", () => {
    const index = new OrderIndex(null);
    index.add(playerId(1), 2n ** 63n - 1n, 1);
    expect(() => index.add(playerId(1), 1n, 1)).toThrow(RangeError);
  });
});
