import { describe, expect, it } from "vitest";
import { digestPauseMs, movedUp } from "./paid-places.js";

describe("movedUp", () => {
  it.each([
    [["a", "b", "c"], ["a", "b", "c"], []],
    [["a", "b", "c"], ["b", "a", "c"], ["b"]],
    [["a", "b", "c"], ["a", "b", "d"], ["d"]],
    [["a", "b", "c"], ["d", "a", "b"], ["d"]],
    [["a", "b"], ["a"], []],
    [[], ["a"], ["a"]],
  ])("from %j to %j names %j, and never who lost a place", (before, after, moved) => {
    expect(movedUp(before, after)).toEqual(moved);
  });
});

describe("digestPauseMs", () => {
  const endsAt = new Date("2026-12-01T00:00:00Z");
  it.each([
    ["2026-11-30T12:00:00Z", 7_200_000],
    ["2026-11-30T23:00:00Z", 900_000],
  ])("at %s is %i ms", (now, pauseMs) => {
    expect(digestPauseMs(endsAt, new Date(now))).toBe(pauseMs);
  });
});
