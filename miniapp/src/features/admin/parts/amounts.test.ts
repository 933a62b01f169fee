import { expect, test } from "vitest";
import { amountOf, changeInPercent, formatExact, microOf, sumOf } from "./amounts.js";

test("amounts add up exactly where floats would not", () => {
  expect(sumOf(["0.100000", "0.200000", "-0.300000"])).toBe("0.000000");
  expect(sumOf(["9999999999.999999", "0.000001"])).toBe("10000000000.000000");
  expect(sumOf([])).toBe("0.000000");
});

test("an amount and its micro-USD are each other's inverse, below zero too", () => {
  for (const amount of ["0.000001", "-0.000001", "12.340000", "-1000.500000"])
    expect(amountOf(microOf(amount))).toBe(amount);
  expect(() => microOf("1e3")).toThrow(RangeError);
});

test("a change is told in whole percent, and not at all when nothing was there before", () => {
  expect(changeInPercent("200.000000", "250.000000")).toBe(25);
  expect(changeInPercent("200.000000", "0.000000")).toBe(-100);
  expect(changeInPercent("0.000000", "5.000000")).toBeUndefined();
});

test("an exact amount keeps every digit, and shows no zeros that carry nothing", () => {
  expect(formatExact("1234567.500000", "en")).toBe("$1,234,567.50");
  expect(formatExact("1234.567890", "en")).toBe("$1,234.56789");
  expect(formatExact("-0.000001", "en")).toBe("-$0.000001");
  expect(formatExact("45226.730000", "de")).toBe("45.226,73\u00a0$");
});
