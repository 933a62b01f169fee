import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  cents,
  formatCents,
  formatMicroUsd,
  MAX_MICRO_USD,
  microUsd,
  parseCents,
  parseMicroUsd,
  wholeCents,
} from "./money.js";

describe("an amount in its text", () => {
  test("is read and written without a digit changed, up to the largest", () => {
    const amount = fc.bigInt({ min: 0n, max: MAX_MICRO_USD });
    fc.assert(
      fc.property(amount, (value) => {
        expect(parseMicroUsd(formatMicroUsd(microUsd(value)))).toBe(value);
        expect(parseCents(formatCents(cents(value / 10_000n)))).toBe(value / 10_000n);
      }),
    );
    expect(parseMicroUsd("9007199254.740993")).toBe(9_007_199_254_740_993n);
    expect(formatMicroUsd(microUsd(-9_007_199_254_740_993n))).toBe("-9007199254.740993");
    expect(parseMicroUsd("10000000000")).toBe(MAX_MICRO_USD);
  });

  test("adds up exactly a million times, where a float does not (control)", () => {
    const texts = ["0.1", "0.2", "0.000001", "1234.567891"];
    const amounts = texts.map((text) => ({ exact: parseMicroUsd(text) ?? 0n, float: Number(text) }));
    let [exact, float] = [0n, 0];
    for (let round = 0; round < 250_000; round++) {
      for (const amount of amounts) {
        exact += amount.exact;
        float += amount.float;
      }
    }
    expect(formatMicroUsd(microUsd(exact))).toBe("308716973.000000");
    expect(float).not.toBe(308_716_973);
  });

  const notAmounts = [
    "",
    "-0",
    "-1",
    "+1",
    "1e2",
    "1e400",
    "0x10",
    "１２",
    " 1",
    "1 ",
    "1\n",
    "1,5",
    ".5",
    "1.",
    "01",
    "NaN",
    "1_0",
  ];
  test.each(notAmounts)("%j is none", (text) => {
    expect([parseMicroUsd(text), parseCents(text)]).toEqual([undefined, undefined]);
  });

  test("has no more decimals than its unit, zeros apart, and is not beyond the largest", () => {
    expect([parseMicroUsd("1.0000010"), parseCents("1.500")]).toEqual([1_000_001n, 150n]);
    const refused = [parseMicroUsd("1.0000001"), parseMicroUsd("10000000000.000001"), parseCents("1.001")];
    expect(refused).toEqual([undefined, undefined, undefined]);
  });
});

test.each([
  [12_349_999n, 1_234n],
  [-1n, -1n],
  [-10_000n, -1n],
  [-10_001n, -2n],
])("%d micro-USD are %d whole cents", (micro, whole) => {
  expect(wholeCents(microUsd(micro))).toBe(whole);
});
