import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exactNumber } from "../../wire/money.js";
import { makeChallenge, ODD_AMOUNTS } from "./challenge.js";

const seeded = (numbers: readonly number[]) => {
  let at = 0;
  return (bound: number) => (numbers[at++ % numbers.length] ?? 0) % bound;
};

describe("a challenge", () => {
  it("asks for two different odd amounts below five dollars that are not taken, and a suffix without lookalikes", () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 7, maxLength: 7 }),
        fc.subarray([...ODD_AMOUNTS], { maxLength: ODD_AMOUNTS.length - 2 }),
        (numbers, taken) => {
          const { amounts, nameSuffix } = makeChallenge(new Set(taken), seeded(numbers));
          expect(amounts[0]).not.toBe(amounts[1]);
          for (const amount of amounts) {
            expect(taken).not.toContain(amount);
            expect(amount % 10_000n).toBe(0n);
            expect([1n, 3n, 7n, 9n]).toContain((amount / 10_000n) % 10n);
            expect(amount >= 210_000n && amount < 5_000_000n).toBe(true);
          }
          expect(nameSuffix).toMatch(/^gv[2-9a-hjkmnp-z]{5}$/);
        },
      ),
    );
  });

  it("stays possible for an account that wagered every odd amount", () => {
    const { amounts } = makeChallenge(new Set(ODD_AMOUNTS), () => 0);
    expect(new Set(amounts).size).toBe(2);
  });

  it("keeps the wagers small while small amounts are free", () => {
    const { amounts } = makeChallenge(new Set(), (bound) => bound - 1);
    expect(Math.max(...amounts.map(exactNumber))).toBeLessThan(1_300_000);
  });
});
