import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isJitter, plainDecimal, scaledDecimal, sumDecimals } from "./exact-decimal.js";

describe("a decimal in its sender's digits", () => {
  it.each([
    ["0", "0"],
    ["12.345678901234567", "12.345678901234567"],
    ["0.250012345678901234", "0.250012345678901234"],
    ["007.50", "7.50"],
    ["1.25e-7", "0.000000125"],
    ["1e3", "1000"],
    ["1.5E+2", "150"],
    ["0e0", "0"],
  ])("%s is %s", (text, plain) => expect(plainDecimal(text)).toBe(plain));

  it("in cents is a hundredth", () => {
    expect(plainDecimal("1234", 2)).toBe("12.34");
    expect(plainDecimal("5", 2)).toBe("0.05");
  });

  it.each(["", "-1", "+1", " 1", "1 ", "0x10", "1,5", "1e400", "NaN", "Infinity", "１２", "123456789012", ".5", "1."])(
    "%j is refused",
    (text) => expect(plainDecimal(text)).toBeUndefined(),
  );

  it("keeps its value whatever its exponent", () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 11n - 1n });
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 18 }), (value, decimals) => {
        expect(scaledDecimal(plainDecimal(`${value}e-${decimals}`)!)).toBe(value * 10n ** BigInt(40 - decimals));
      }),
    );
  });
});

describe("jitter", () => {
  it("is less than a millionth, either way", () => {
    expect(isJitter("45210.600000000006", "45210.6")).toBe(true);
    expect(isJitter("0.0000019999", "0.000001")).toBe(true);
    expect(isJitter("0.000002", "0.000001")).toBe(false);
    expect(isJitter("1", "2")).toBe(false);
  });
});

it("decimals are added without a float", () => {
  expect(sumDecimals(["0.1", "0.2", "12.345678901234567"])).toBe("12.645678901234567");
  expect(sumDecimals([])).toBe("0");
});
