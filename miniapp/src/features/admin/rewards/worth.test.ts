import { expect, test } from "vitest";
import { readLadder, readPrizes, worthOf } from "./worth.js";

test("what can be given away is exact, and unknown while something else than an amount is typed", () => {
  expect(worthOf(["0.10"], "3")).toBe("0.300000");
  expect(worthOf(readPrizes(" 100 50.5;25 "))).toBe("175.500000");
  expect(worthOf(["five"], "3")).toBeUndefined();
  expect(worthOf(["5"], "1.5")).toBeUndefined();
  expect(worthOf([])).toBeUndefined();
});

test("a ladder is read line by line, with names of several words", () => {
  expect(readLadder("Copper 0\n\n  Rose gold   40000 \nBronze")).toEqual([
    { name: "Copper", from: "0" },
    { name: "Rose gold", from: "40000" },
    // The API says what is missing.
    { name: "Bronze", from: "" },
  ]);
});
