import fc from "fast-check";
import { expect, it } from "vitest";
import { playerId, type PlayerId } from "../../wire/ids.js";
import { microUsd, wholeCents } from "../../wire/money.js";
import type { LeftOutBy } from "./left-out.js";
import { order } from "./rank-players.js";

/** Few different values, so that ties of every kind are common. */
const player = fc.record({
  raw: fc.oneof(fc.bigInt({ min: -30_000n, max: 60_000n }), fc.constantFrom(0n, 10_000n, 19_999n, 20_000n)),
  reachedAtMs: fc.integer({ min: 1_000, max: 1_003 }),
  entries: fc.integer({ min: 1, max: 9 }),
  leftOut: fc.constantFrom<LeftOutBy | undefined>(undefined, undefined, undefined, "staff", "not_linked"),
});

it("orders and ranks as comparing everybody with everybody does, whoever is left out", () => {
  fc.assert(
    fc.property(
      fc.array(player, { maxLength: 30 }),
      fc.constantFrom(null, 25_000n),
      fc.constantFrom("split" as const, "first" as const),
      (players, cap, tieRule) => {
        const leftOut = new Map<PlayerId, LeftOutBy>();
        for (const [at, { leftOut: rule }] of players.entries())
          if (rule !== undefined) leftOut.set(playerId(at + 1), rule);
        const made = order(
          {
            playerIds: Float64Array.from(players, (_, at) => at + 1),
            raw: BigInt64Array.from(players, ({ raw }) => raw),
            reachedAtMs: Float64Array.from(players, ({ reachedAtMs }) => reachedAtMs),
            entries: Uint32Array.from(players, ({ entries }) => entries),
          },
          { cap: cap === null ? null : microUsd(cap), tieRule },
          leftOut,
        );
        const listed = players.flatMap(({ raw, reachedAtMs, entries, leftOut: rule }, at) => {
          const score = cap !== null && raw > cap ? cap : raw;
          return raw === 0n
            ? []
            : [{ id: at + 1, score, cents: wholeCents(microUsd(score)), reachedAtMs, entries, rule }];
        });
        const isBetter = (a: (typeof listed)[number], b: (typeof listed)[number]) =>
          a.cents > b.cents || (tieRule === "first" && a.cents === b.cents && a.reachedAtMs < b.reachedAtMs);
        const expected = listed
          .map((row) => ({
            ...row,
            rank:
              row.rule === undefined
                ? 1 + listed.filter((other) => other.rule === undefined && isBetter(other, row)).length
                : 0,
          }))
          .sort(
            (a, b) =>
              Number(a.rule !== undefined) - Number(b.rule !== undefined) ||
              Number(b.cents - a.cents) ||
              a.reachedAtMs - b.reachedAtMs ||
              a.id - b.id,
          );
        expect([...made.playerIds]).toEqual(expected.map(({ id }) => id));
        expect([...made.ranks]).toEqual(expected.map(({ rank }) => rank));
        expect([...made.scores]).toEqual(expected.map(({ score }) => score));
        expect([...made.entries]).toEqual(expected.map(({ entries }) => entries));
        expect([...made.reachedAtMs]).toEqual(expected.map(({ reachedAtMs }) => reachedAtMs));
        expect(made.ranked).toBe(expected.filter(({ rank }) => rank > 0).length);
      },
    ),
  );
});
