import { describe, expect, it } from "vitest";
import { readLadder, readStep } from "./read-step.js";

describe("readStep", () => {
  it.each([
    ["month 10000 10", { period: "month", threshold: "10000", every: undefined, prize: "10" }],
    ["  Monat 150,000 alle 50,000  $50 ", { period: "month", threshold: "150000", every: "50000", prize: "50" }],
    ["day 500.50 every 1000 0.75", { period: "day", threshold: "500.50", every: "1000", prize: "0.75" }],
  ])("reads %j", (text, step) => {
    expect(readStep(text)).toEqual(step);
  });

  it.each(["", "month", "month 10", "year 1000 10", "month -5 10", "month 1e4 10", "constructor 1 1"])(
    "does not take %j for a step",
    (text) => {
      expect(readStep(text)).toBeUndefined();
    },
  );
});

describe("readLadder", () => {
  it("takes the last word of a line as the amount", () => {
    expect(readLadder("Copper 0\nVery Gold $1,000.50\n")).toEqual([
      { name: "Copper", from: "0" },
      { name: "Very Gold", from: "1000.50" },
    ]);
    expect(readLadder("Copper 0\nGold")).toBeUndefined();
  });
});
