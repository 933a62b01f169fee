import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { grownPrizes, prizesAtScore } from "./prize-table.js";

const table = fc
  .array(fc.bigInt({ min: 0n, max: 50_000n }), { minLength: 1, maxLength: 20 })
  .map((prizes) => [...prizes, 1n].sort((a, b) => (a < b ? 1 : -1)));
const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
const isFalling = (values: readonly bigint[]) =>
  values.every((value, at) => at === 0 || value <= (values[at - 1] ?? 0n));

describe("a growing pool", () => {
  it("takes its share of the wager up to the limit, and the table adds up to it to the cent", () => {
    const prizes = [50_000n, 30_000n, 20_000n];
    const growth = { share: 1_000n, limit: 250_000n };
    expect(grownPrizes(prizes, growth, 0n)).toEqual(prizes);
    expect(grownPrizes(prizes, growth, -5_000_000n)).toEqual(prizes);
    // 0.1 % of 100,000.50 USD are 100.00 USD; what is left of a cent does not count.
    expect(grownPrizes(prizes, growth, 100_000_500_000n)).toEqual([55_000n, 33_000n, 22_000n]);
    expect(sum(grownPrizes(prizes, growth, 10n ** 15n))).toBe(250_000n);
  });

  it("loses and invents no cent and keeps the order of the ranks, whatever the table", () => {
    fc.assert(
      fc.property(
        table,
        fc.bigInt({ min: 1n, max: 1_000_000n }),
        fc.bigInt({ min: 0n, max: 10_000_000n }),
        fc.bigInt({ min: 0n, max: 10n ** 16n }),
        (prizes, share, room, total) => {
          const base = sum(prizes);
          const grown = grownPrizes(prizes, { share, limit: base + room }, total);
          const wanted = (total * share) / 10_000_000_000n;
          expect(sum(grown)).toBe(base + (wanted < room ? wanted : room));
          expect(isFalling(grown)).toBe(true);
          expect(grown.every((prize, at) => prize >= (prizes[at] ?? 0n))).toBe(true);
        },
      ),
    );
  });
});

describe("floors", () => {
  it("give the prize of the next rank whose floor the score reaches", () => {
    const [prizes, floors] = [
      [100n, 60n, 30n],
      [1_000n, 500n],
    ];
    expect(prizesAtScore(prizes, floors, 1_000n)).toEqual([100n, 60n, 30n]);
    expect(prizesAtScore(prizes, floors, 999n)).toEqual([60n, 60n, 30n]);
    expect(prizesAtScore(prizes, floors, 499n)).toEqual([30n, 30n, 30n]);
    expect(prizesAtScore([100n], [1n], 0n)).toEqual([0n]);
  });

  it("never pay a worse place more than a better one with a higher score", () => {
    const floors = fc
      .array(fc.bigInt({ min: 0n, max: 1_000n }), { maxLength: 20 })
      .map((values) => values.sort((a, b) => (a < b ? 1 : -1)));
    const scores = fc.array(fc.bigInt({ min: 0n, max: 1_200n }), { maxLength: 25 });
    fc.assert(
      fc.property(table, floors, scores, (prizes, asked, unsorted) => {
        const best = [...unsorted].sort((a, b) => (a < b ? 1 : -1));
        const paid = best.map((score, place) => prizesAtScore(prizes, asked, score)[place] ?? 0n);
        expect(isFalling(paid)).toBe(true);
        expect(paid.every((prize, place) => prize <= (prizes[place] ?? 0n))).toBe(true);
      }),
    );
  });
});
