import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { playerId } from "../../wire/ids.js";
import { microUsd } from "../../wire/money.js";
import { VOID_REVISION } from "../../wire/webhook-events.js";
import { type ChainEntry, type IncomingRevision, judgeRevision, type NextEntry } from "./chain.js";

const AT = "2026-11-22T09:59:58.120Z";
const player = playerId(1);

function revision(number: bigint, amount: bigint, more: Partial<IncomingRevision> = {}): IncomingRevision {
  return {
    playerId: player,
    revision: number,
    amount: microUsd(amount),
    category: null,
    game: null,
    occurredAt: AT,
    ...more,
  };
}
const voided: IncomingRevision = revision(VOID_REVISION, 0n, { occurredAt: null });

/** The chain that grows from revisions in the order given, and what was refused. */
function grow(revisions: readonly IncomingRevision[]): { chain: NextEntry[]; refused: string[] } {
  const chain: NextEntry[] = [];
  const refused: string[] = [];
  for (const incoming of revisions) {
    const head = chain.at(-1);
    if (head === undefined) {
      chain.push({ ...incoming, seq: 1, delta: incoming.amount });
      continue;
    }
    const told = chain.findLast((entry) => entry.revision === incoming.revision);
    const verdict = judgeRevision(head, incoming, told);
    if (verdict.kind === "append") chain.push(...verdict.entries);
    if (verdict.kind === "refused") refused.push(verdict.reason);
  }
  return { chain, refused };
}

const sum = (chain: readonly NextEntry[]): bigint => chain.reduce((total, entry) => total + entry.delta, 0n);

describe("a chain of revisions", () => {
  test("the same revisions in any order, with repeats, leave the same worth and deltas that add up to it", () => {
    const events = [revision(1n, 10n), revision(2n, 25n), revision(3n, 5n), revision(4n, 7n), voided];
    const shuffled = fc
      .shuffledSubarray([...events, ...events, ...events], { minLength: 15 })
      .chain((all) => fc.record({ all: fc.constant(all), withVoid: fc.boolean() }));
    fc.assert(
      fc.property(shuffled, ({ all, withVoid }) => {
        const used = withVoid ? all : all.filter((event) => event !== voided);
        const { chain, refused } = grow(used);
        expect(refused).toEqual([]);
        expect(sum(chain)).toBe(withVoid ? 0n : 7n);
        expect(chain.at(-1)?.amount).toBe(sum(chain));
        expect(chain.map((entry) => entry.seq)).toEqual(chain.map((_, index) => index + 1));
      }),
    );
  });

  test("all 120 orders of five events leave one sum", () => {
    const events = [revision(1n, 10n), revision(2n, 25n), revision(3n, 5n), revision(2n, 25n), voided];
    const orders = permutations(events);
    expect(orders).toHaveLength(120);
    for (const order of orders) expect(sum(grow(order).chain)).toBe(0n);
  });

  test("a correction after a void with a number counts at the time it brings, as the void had none", () => {
    const { chain } = grow([revision(2n, 0n, { occurredAt: null }), revision(3n, 8n)]);
    expect(chain.at(-1)).toMatchObject({ amount: 8n, delta: 8n, occurredAt: AT });
  });

  test("a correction keeps the wager's original time text", () => {
    const { chain } = grow([revision(1n, 8n), revision(2n, 9n, { occurredAt: "2026-11-22T10:59:58.12+01:00" })]);
    expect(chain.at(-1)).toMatchObject({ occurredAt: AT, delta: 1n });
  });

  test("another amount under a known revision is refused, whether it is the newest or not", () => {
    expect(grow([revision(1n, 8n), revision(1n, 9n)]).refused).toEqual(["revision_conflict"]);
    expect(grow([revision(1n, 8n), revision(2n, 9n), revision(1n, 7n)]).refused).toEqual(["revision_conflict"]);
  });

  test("another player or event time is refused in either order", () => {
    const stranger = revision(2n, 8n, { playerId: playerId(2) });
    const later = revision(2n, 8n, { occurredAt: "2026-11-22T09:59:58.120001Z" });
    expect(grow([revision(1n, 8n), stranger]).refused).toEqual(["player_changed"]);
    expect(grow([stranger, revision(1n, 8n)]).refused).toEqual(["player_changed"]);
    expect(grow([revision(1n, 8n), later]).refused).toEqual(["time_changed"]);
    expect(grow([later, revision(1n, 8n)]).refused).toEqual(["time_changed"]);
  });

  test("a wager that changes category leaves the old one whole and enters the new one whole", () => {
    const { chain } = grow([revision(1n, 8n, { category: "slots" }), revision(2n, 5n, { category: "dice" })]);
    expect(sum(chain.filter((entry) => entry.category === "slots"))).toBe(0n);
    expect(sum(chain.filter((entry) => entry.category === "dice"))).toBe(5n);
  });

  test("a void takes the worth out of the category the wager has", () => {
    const { chain } = grow([revision(1n, 8n, { category: "slots" }), voided]);
    expect(chain.at(-1)).toMatchObject({ category: "slots", delta: -8n, amount: 0n, occurredAt: AT });
  });

  test("a correction that does not tell the category keeps it, and is a duplicate when told again", () => {
    const { chain, refused } = grow([revision(1n, 8n, { category: "slots" }), revision(2n, 5n), revision(2n, 5n)]);
    expect(chain).toHaveLength(2);
    expect(refused).toEqual([]);
    expect(chain.at(-1)?.category).toBe("slots");
  });
});

function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

test("a head without a time takes any", () => {
  const head: ChainEntry = { ...voided, seq: 1, revision: 1n };
  expect(judgeRevision(head, revision(2n, 3n), undefined).kind).toBe("append");
});
