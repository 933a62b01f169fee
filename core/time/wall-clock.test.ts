import { describe, expect, it } from "vitest";
import { addOnWallClock, readMoment, wallClockText } from "./wall-clock.js";

const timeZone = "Europe/Berlin";
/** Sunday, 22 November 2026, 12:00 in Berlin. */
const now = new Date("2026-11-22T11:00:00Z");
const base = new Date("2026-11-23T23:00:00Z");

describe("readMoment", () => {
  it.each([
    ["2026-12-01 18:00", "2026-12-01T17:00:00.000Z"],
    ["2026-12-01T18:00", "2026-12-01T17:00:00.000Z"],
    ["2026-12-01", "2026-11-30T23:00:00.000Z"],
    ["1.12. 18:00", "2026-12-01T17:00:00.000Z"],
    ["01.12.2027, 18:00", "2027-12-01T17:00:00.000Z"],
    ["1.2.", "2027-01-31T23:00:00.000Z"],
    ["18:30", "2026-11-22T17:30:00.000Z"],
    ["9:15", "2026-11-23T08:15:00.000Z"],
    ["today 18:30", "2026-11-22T17:30:00.000Z"],
    ["Heute, 9:15", "2026-11-22T08:15:00.000Z"],
    ["tomorrow 18:00", "2026-11-23T17:00:00.000Z"],
    ["Tomorrow at 9:15", "2026-11-23T08:15:00.000Z"],
    ["morgen um 18:00", "2026-11-23T17:00:00.000Z"],
    ["7d", "2026-11-30T23:00:00.000Z"],
    ["+12 h", "2026-11-24T11:00:00.000Z"],
    ["2 Wochen", "2026-12-07T23:00:00.000Z"],
    ["1 month", "2026-12-23T23:00:00.000Z"],
  ])("reads %s in the zone", (text, instant) => {
    expect(readMoment(text, { now, base, timeZone })?.toISOString()).toBe(instant);
  });

  it.each(
    [
      ["", "tomorrow", "tomorrow 25:00", "yesterday 18:00", "constructor 18:00", "today18:00"],
      ["31.2.", "2026-13-01", "25:00", "3 fortnights", "3 constructor", "1000d", "2026-12-01 18:00 Z", "<b>"],
    ].flat(),
  )("does not take %j for a moment", (text) => {
    expect(readMoment(text, { now, base, timeZone })).toBeUndefined();
  });

  it("takes tomorrow from the zone's date, and its time of day through a clock change", () => {
    // Half past eleven in the evening before the clocks go back; in UTC the day is the same, in Berlin it has 25 hours.
    const eve = { now: new Date("2026-10-24T21:30:00Z"), base, timeZone };
    expect(readMoment("tomorrow 18:00", eve)?.toISOString()).toBe("2026-10-25T17:00:00.000Z");
    const newYear = { now: new Date("2026-12-31T23:30:00Z"), base, timeZone };
    expect(readMoment("morgen 0:15", newYear)?.toISOString()).toBe("2027-01-01T23:15:00.000Z");
  });

  it("moves a time that the clock change skips forward", () => {
    expect(readMoment("2027-03-28 02:30", { now, base, timeZone })?.toISOString()).toBe("2027-03-28T01:30:00.000Z");
  });
});

describe("addOnWallClock", () => {
  it("keeps the time of day through a clock change and clamps the end of a month", () => {
    const before = new Date("2026-10-24T16:00:00Z");
    expect(addOnWallClock(before, { days: 7 }, timeZone).toISOString()).toBe("2026-10-31T17:00:00.000Z");
    const january = new Date("2027-01-30T23:00:00Z");
    expect(addOnWallClock(january, { months: 1 }, timeZone).toISOString()).toBe("2027-02-27T23:00:00.000Z");
  });
});

describe("wallClockText", () => {
  it("is the local time without its zone", () => {
    expect(wallClockText(base, timeZone)).toBe("2026-11-24T00:00");
  });
});
