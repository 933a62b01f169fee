import fc from "fast-check";
import { expect, test } from "vitest";
import { formatUsd } from "./money.js";

test.each([
  [0n, "0.00"],
  [1n, "0.000001"],
  [10_000n, "0.01"],
  [12_340_000n, "12.34"],
  [12_345_600n, "12.3456"],
  [10n ** 16n, "10000000000.00"],
])("%d micro-USD is %s", (microUsd, text) => {
  expect(formatUsd(microUsd)).toBe(text);
});

test("no digit is lost, and the form is the one receivers accept", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 16n }), (microUsd) => {
      const text = formatUsd(microUsd);
      expect(text).toMatch(/^(0|[1-9]\d{0,14})\.\d{2,6}$/);
      const [whole = "", decimals = ""] = text.split(".");
      expect(BigInt(whole) * 1_000_000n + BigInt(decimals.padEnd(6, "0"))).toBe(microUsd);
    }),
  );
});

test("a negative wager is refused", () => {
  expect(() => formatUsd(-1n)).toThrow(RangeError);
});
