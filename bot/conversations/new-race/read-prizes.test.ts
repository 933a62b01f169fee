import { describe, expect, it } from "vitest";
import { cents } from "../../../wire/money.js";
import { divideByTemplate, isPrizeTemplate, readPrizes } from "./read-prizes.js";

describe("readPrizes", () => {
  it.each([
    ["500 250 100", ["500.00", "250.00", "100.00"]],
    ["500, 250, 100", ["500.00", "250.00", "100.00"]],
    ["$1,500.50\n$250", ["1500.50", "250.00"]],
    ["100 3x25", ["100.00", "25.00", "25.00", "25.00"]],
    ["10000", ["10000.00"]],
  ])("reads %j", (text, prizes) => {
    expect(readPrizes(text)).toEqual({ prizes });
  });

  it.each([
    ["abc", { kind: "notMoney", text: "abc" }],
    ["100 12.345", { kind: "notMoney", text: "12.345" }],
    ["100 -5", { kind: "notMoney", text: "-5" }],
    ["100 50 75", { kind: "rising", rank: 3 }],
    ["0 0", { kind: "zeroFirst" }],
    ["", { kind: "zeroFirst" }],
    ["1001x5", { kind: "tooMany" }],
  ])("says what is wrong with %j", (text, problem) => {
    expect(readPrizes(text)).toEqual({ problem });
  });
});

describe("divideByTemplate", () => {
  it("gives away the pool to the cent", () => {
    expect(divideByTemplate(cents(100_001n), "top3")).toEqual(["500.01", "300.00", "200.00"]);
  });

  it("refuses a pool that leaves a rank without a cent", () => {
    expect(divideByTemplate(cents(10n), "top10")).toBeUndefined();
  });

  it("knows its own templates only", () => {
    expect(isPrizeTemplate("top5")).toBe(true);
    expect(isPrizeTemplate("toString")).toBe(false);
  });
});
