import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cents, exactNumber, microUsd } from "../../wire/money.js";
import { InvalidInputError } from "../errors.js";
import { parsePrizeTable, prizePool } from "./prize-table.js";
import { shareTiedPrizes } from "./share-tied-prizes.js";

describe("money", () => {
  it("does not become a float: the compiler refuses it", () => {
    // @ts-expect-error -- the point of this test: `npm run check` fails as soon as this line compiles
    const half: number = Number(microUsd(1n)) / 2;
    expect(half).toBe(0.5);
    expect(exactNumber(cents(9_007_199_254_740_991n))).toBe(Number.MAX_SAFE_INTEGER);
    expect(() => exactNumber(cents(9_007_199_254_740_993n))).toThrow(RangeError);
  });
});

describe("a prize table", () => {
  it("is read to the cent", () => {
    const table = parsePrizeTable(["500.00", "250", "99.9"]);
    expect(table).toEqual([50_000n, 25_000n, 9_990n]);
    expect(prizePool(table)).toBe(84_990n);
  });

  it.each([[["1.001"]], [["-5"]], [["1e3"]], [["0"]], [["10", "20"]], [["10", "5", "6"]]])(
    "is refused with the rank at fault: %j",
    (amounts) => {
      expect(() => parsePrizeTable(amounts)).toThrow(InvalidInputError);
    },
  );
});

describe("tied prizes", () => {
  it("give two players tied on 2nd the mean of the 2nd and 3rd prize", () => {
    const table = [50_000n, 15_000n, 10_000n].map(cents);
    expect([...shareTiedPrizes(table, { rank: 2, members: ["p7", "p9"] }, "race").values()]).toEqual([
      12_500n,
      12_500n,
    ]);
  });

  it("lose and invent no cent, whatever the tie, and do not depend on the order of the members", () => {
    const table = fc.array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 20 });
    const members = fc.uniqueArray(
      fc.nat().map((n) => `p${n}`),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 25 }), members, (amounts, rank, names) => {
        const prizes = amounts.map(cents);
        const shares = shareTiedPrizes(prizes, { rank, members: names }, "race");
        const covered = amounts.slice(rank - 1, rank - 1 + names.length).reduce((sum, prize) => sum + prize, 0n);
        const values = [...shares.values()];
        expect(values.reduce((sum: bigint, share) => sum + share, 0n)).toBe(covered);
        const highest = values.reduce((a, b) => (a > b ? a : b));
        const lowest = values.reduce((a, b) => (a < b ? a : b));
        expect(highest - lowest).toBeLessThanOrEqual(1n);
        const shuffled = shareTiedPrizes(prizes, { rank, members: names.toReversed() }, "race");
        expect(Object.fromEntries(shuffled)).toEqual(Object.fromEntries(shares));
      }),
    );
  });
});
