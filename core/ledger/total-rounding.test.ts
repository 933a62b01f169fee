import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { roundTotal } from "./total-rounding.js";

describe("a total is rounded half-even to micro-USD", () => {
  test.each([
    ["0", 0n],
    ["304515.592582", 304_515_592_582n],
    ["1.5", 1_500_000n],
    ["0.0000004", 0n],
    ["0.0000005", 0n],
    ["0.0000015", 2n],
    ["0.0000025", 2n],
    ["0.00000250000000000001", 3n],
    ["0.0000014999999999999", 1n],
    ["9999999999.9999999", 10_000_000_000_000_000n],
  ])("%s is %i", (text, micro) => {
    expect(roundTotal(text)).toBe(micro);
  });

  test("other texts are refused", () => {
    for (const text of ["", "-1", "1e5", "1.", ".5", " 1"]) expect(() => roundTotal(text)).toThrow("plain decimal");
  });

  test("differences of recorded totals add up to the last one, whatever the decimals", () => {
    const total = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 10n }), fc.stringMatching(/^\d{0,18}$/));
    fc.assert(
      fc.property(fc.array(total, { minLength: 1 }), (totals) => {
        const recorded = totals.map(([whole, decimals]) =>
          roundTotal(decimals === "" ? `${whole}` : `${whole}.${decimals}`),
        );
        const deltas = recorded.map((value, index) => value - (recorded[index - 1] ?? 0n));
        expect(deltas.reduce((sum, delta) => sum + delta, 0n)).toBe(recorded.at(-1));
      }),
    );
  });

  test("it is never more than half a micro-USD away", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9]\d{0,9}\.\d{18}$/), (text) => {
        const exact = BigInt(text.replace(".", ""));
        const distance = exact - roundTotal(text) * 10n ** 12n;
        expect(distance <= 5n * 10n ** 11n && distance >= -5n * 10n ** 11n).toBe(true);
      }),
    );
  });
});
