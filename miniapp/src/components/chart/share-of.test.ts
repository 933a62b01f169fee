import { expect, test } from "vitest";
import { largestOf, shareOf } from "./share-of.js";

test("an amount between two others has come part of the way", () => {
  expect(shareOf("15.000000", "10", "20")).toBe(0.5);
  expect(shareOf("10.000001", "10", "20.000000")).toBe(0);
});

test("what lies outside is drawn at its end", () => {
  expect(shareOf("5", "10", "20")).toBe(0);
  expect(shareOf("-5.000000", "0", "20")).toBe(0);
  expect(shareOf("25", "10", "20")).toBe(1);
  expect(shareOf("25", "10", "10")).toBe(1);
});

test("sums beyond what a number can hold are compared exactly", () => {
  expect(largestOf(["9007199254740993.000000", "9007199254740992.999999", "-1.000000"])).toBe(
    "9007199254740993.000000",
  );
  expect(largestOf([])).toBe("0");
});
