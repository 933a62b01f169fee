import { expect, test } from "vitest";
import { checkPrizes } from "./check-prizes.js";

test("a right table adds up to the cent and goes out as the wire has it", () => {
  expect(checkPrizes(["500", "0.10", " 0.1 "])).toEqual({
    sum: "500.20",
    faults: new Map(),
    prizes: ["500.00", "0.10", "0.10"],
  });
  expect(checkPrizes(["$12,50"]).prizes).toEqual(["12.50"]);
});

test("each rank says what is wrong with it, and the rest still adds up", () => {
  const { faults, sum, prizes } = checkPrizes(["100", "150", "5.005", "x", ""]);
  expect([...faults]).toEqual([
    [1, "rising"],
    [2, "form"],
    [3, "form"],
    [4, "form"],
  ]);
  expect([sum, prizes]).toEqual(["250.00", undefined]);
});

test("a first prize of nothing and an empty table are no prizes", () => {
  expect(checkPrizes(["0"]).faults.get(0)).toBe("zero");
  expect(checkPrizes([]).prizes).toBeUndefined();
});
