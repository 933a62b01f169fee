import { describe, expect, test } from "vitest";
import { toInstant, toWallClock } from "./zone-time.js";

describe("a wall clock", () => {
  test.each([
    ["2026-12-01T00:00", "UTC", "2026-12-01T00:00:00.000Z"],
    ["2026-12-01T00:00", "Europe/Berlin", "2026-11-30T23:00:00.000Z"],
    ["2026-07-01T12:30", "America/New_York", "2026-07-01T16:30:00.000Z"],
    ["2026-07-01T00:00", "Asia/Kathmandu", "2026-06-30T18:15:00.000Z"],
  ])("%s in %s is %s, and back", (local, zone, iso) => {
    expect(toInstant(local, zone)).toBe(iso);
    expect(toWallClock(iso, zone)).toBe(local);
  });

  test("that clocks skip is the moment after the gap, and one they show twice is the first of the two", () => {
    expect(toInstant("2026-03-29T02:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z");
    expect(toInstant("2026-10-25T02:30", "Europe/Berlin")).toBe("2026-10-25T00:30:00.000Z");
  });

  test("that is no date has no instant", () => {
    expect(toInstant("", "UTC")).toBeUndefined();
    expect(toInstant("2026-13-01T00:00", "UTC")).toBeUndefined();
  });
});
