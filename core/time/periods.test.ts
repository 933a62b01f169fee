import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { periodAt } from "./periods.js";
import { isTimeZone } from "./time-zone.js";

describe("periodAt", () => {
  it("starts days, weeks and months at local midnight, across clock changes", () => {
    const at = new Date("2026-10-25T12:00:00Z"); // Sunday on which Berlin leaves summer time
    expect(periodAt("day", at, "Europe/Berlin")).toEqual({
      start: new Date("2026-10-24T22:00:00Z"),
      end: new Date("2026-10-25T23:00:00Z"),
    });
    expect(periodAt("week", at, "Europe/Berlin")).toEqual({
      start: new Date("2026-10-18T22:00:00Z"),
      end: new Date("2026-10-25T23:00:00Z"),
    });
    expect(periodAt("month", at, "America/New_York")).toEqual({
      start: new Date("2026-10-01T04:00:00Z"),
      end: new Date("2026-11-01T04:00:00Z"),
    });
  });

  it("begins the day at 01:00 where the clock change skips midnight", () => {
    // Beirut went from 00:00 straight to 01:00 on 27 March 2022.
    expect(periodAt("day", new Date("2022-03-27T12:00:00Z"), "Asia/Beirut").start).toEqual(
      new Date("2022-03-26T22:00:00Z"),
    );
  });

  it("puts every instant into exactly one period, and periods end where the next begins", () => {
    const zone = fc.constantFrom(
      "UTC",
      "Europe/London",
      "America/New_York",
      "Asia/Tokyo",
      "Pacific/Apia",
      "Australia/Lord_Howe",
    );
    const instant = fc.date({
      min: new Date("2020-01-01T00:00:00Z"),
      max: new Date("2032-12-31T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(fc.constantFrom("day", "week", "month"), instant, zone, (period, at, timeZone) => {
        const { start, end } = periodAt(period, at, timeZone);
        expect(start!.getTime()).toBeLessThanOrEqual(at.getTime());
        expect(end!.getTime()).toBeGreaterThan(at.getTime());
        expect(periodAt(period, end!, timeZone).start).toEqual(end);
        expect(periodAt(period, new Date(end!.getTime() - 1), timeZone)).toEqual({ start, end });
      }),
    );
  });

  it("knows real zones only", () => {
    expect(isTimeZone("Europe/Berlin")).toBe(true);
    expect(isTimeZone("Mars/Olympus")).toBe(false);
    expect(isTimeZone("")).toBe(false);
  });
});
