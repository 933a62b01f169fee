import { describe, expect, it } from "vitest";
import { cents } from "../../wire/money.js";
import { InvalidInputError } from "../errors.js";
import { parsePrizeTable, prizePool } from "../prizes/prize-table.js";
import { shareTiedPrizes } from "../prizes/share-tied-prizes.js";
import { dividePool, PRIZE_TEMPLATES } from "./prize-templates.js";

/** Falling shares of n ranks that add up to 10,000 basis points. */
function fallingShares(ranks: number): number[] {
  const weights = Array.from({ length: ranks }, (_, at) => ranks - at);
  const total = (ranks * (ranks + 1)) / 2;
  const shares = weights.map((weight) => Math.floor((weight * 10_000) / total));
  const left = 10_000 - shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share, at) => (at === 0 ? share + left : share));
}

describe("dividing a pool", () => {
  it("loses and invents no cent and pays no worse rank more: every pool to 10,000 cents by 1 to 100 winners", () => {
    let wrong = 0;
    for (let winners = 1; winners <= 100; winners++) {
      const shares = fallingShares(winners);
      for (let pool = 0; pool <= 10_000; pool++) {
        const prizes = dividePool(cents(BigInt(pool)), shares);
        let sum = 0n;
        let better = prizes[0] ?? 0n;
        for (const prize of prizes) {
          sum += prize;
          if (prize > better) wrong++;
          better = prize;
        }
        if (sum !== BigInt(pool) || prizes.length !== winners) wrong++;
      }
    }
    expect(wrong).toBe(0);
  }, 180_000);

  it("is the same for pools beyond what a float holds", () => {
    const pool = cents(10n ** 12n - 1n);
    expect(prizePool(dividePool(pool, PRIZE_TEMPLATES.top10))).toBe(pool);
    const shares = fallingShares(7);
    const small = dividePool(cents(899_999_999_999n), shares);
    const scaled = dividePool(cents(899_999_999_999n + 10_000n * 10n ** 12n), shares);
    expect(scaled.map((prize, at) => prize - BigInt(shares[at]!) * 10n ** 12n)).toEqual(small);
  });

  it.each(Object.entries(PRIZE_TEMPLATES))("by the template %s makes a table that a race takes", (_name, shares) => {
    const prizes = dividePool(cents(100_000n), shares);
    expect(parsePrizeTable(prizes.map((prize) => `${prize / 100n}.${String(prize % 100n).padStart(2, "0")}`))).toEqual(
      prizes,
    );
  });

  it.each([[[5_000, 5_001]], [[4_000, 6_000]], [[9_999]], [[10_001, -1]], [[5_000.5, 4_999.5]], [[]]])(
    "is refused by the shares %j",
    (shares) => {
      expect(() => dividePool(cents(100n), shares)).toThrow(InvalidInputError);
    },
  );
});

describe("a tie that covers the whole table", () => {
  it("shares every pool among 1 to 100 winners to the cent", () => {
    for (let winners = 1; winners <= 100; winners++) {
      const members = Array.from({ length: winners }, (_, at) => `p${at}`);
      for (const pool of [0, 1, winners - 1, winners, winners + 1, 9_973, 10_000]) {
        const shares = [...shareTiedPrizes([cents(BigInt(pool))], { rank: 1, members }, "race").values()];
        expect(shares.reduce((sum: bigint, share) => sum + share, 0n)).toBe(BigInt(pool));
        expect(new Set(shares).size).toBeLessThanOrEqual(2);
      }
    }
  });
});
