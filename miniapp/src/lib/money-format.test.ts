import { expect, test } from "vitest";
import { formatCount, formatPrize, formatSum, formatWager, isZero } from "./money-format.js";

test("a wager keeps every digit that a float would lose", () => {
  // Number("9007199254740993.01") is 9007199254740992.
  expect(formatWager("9007199254740993.019999", "en")).toBe("$9,007,199,254,740,993.01");
});

test("an unfinished cent is cut, because ranks compare whole cents", () => {
  expect(formatWager("1234.569999", "en")).toBe("$1,234.56");
  expect(formatWager("0.009999", "en")).toBe("$0.00");
});

test("a prize shows cents only when it has some", () => {
  expect(formatPrize("500.00", "en")).toBe("$500");
  expect(formatPrize("62.50", "en")).toBe("$62.50");
  expect(formatPrize("9007199254740993.00", "en")).toBe("$9,007,199,254,740,993");
});

test("a large sum is shortened and a small one is not", () => {
  expect(formatSum("1234567.890000", "en")).toBe("$1.2M");
  expect(formatSum("99876.540000", "en")).toBe("$99,876");
});

test("amounts follow the reader's language", () => {
  expect(formatWager("1234.560000", "de")).toBe("1.234,56\u00A0$");
  expect(formatPrize("1500.00", "de")).toBe("1.500\u00A0$");
  expect(formatCount(12_345, "de")).toBe("12.345");
});

test("zero is recognised in every scale", () => {
  expect([isZero("0.00"), isZero("0.000000"), isZero("0.000001"), isZero("10.00")]).toEqual([true, true, false, false]);
});
