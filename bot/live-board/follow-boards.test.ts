import { describe, expect, it } from "vitest";
import { editPauseMs } from "./follow-boards.js";

const race = { endsAt: "2026-12-01T00:00:00.000Z" };

describe("editPauseMs", () => {
  it.each([
    ["2026-11-20T00:00:00Z", 20_000],
    ["2026-11-30T22:59:59Z", 20_000],
    ["2026-11-30T23:00:00Z", 10_000],
    ["2026-11-30T23:50:00Z", 5_000],
    ["2026-12-01T05:00:00Z", 5_000],
  ])("at %s waits %i ms", (now, pauseMs) => {
    expect(editPauseMs(race, new Date(now))).toBe(pauseMs);
  });
});
