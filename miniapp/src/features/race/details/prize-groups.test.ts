import { expect, test } from "vitest";
import { prizeGroups } from "./prize-groups.js";

test("neighbouring places with the same prize are one line", () => {
  expect(prizeGroups(["5.00", "3.00", "3.00", "1.00"])).toEqual([
    { from: 1, to: 1, prize: "5.00" },
    { from: 2, to: 3, prize: "3.00" },
    { from: 4, to: 4, prize: "1.00" },
  ]);
});

test("places without a prize are left out and part what stands around them", () => {
  expect(prizeGroups(["1.00", "0.00", "1.00"])).toEqual([
    { from: 1, to: 1, prize: "1.00" },
    { from: 3, to: 3, prize: "1.00" },
  ]);
  expect(prizeGroups([])).toEqual([]);
});
