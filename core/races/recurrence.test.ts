import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextOccurrence, windowAt } from "./recurrence.js";
import type { RecurrenceRule } from "../../wire/race-series.js";

const rule = (more: Partial<RecurrenceRule>): RecurrenceRule => ({
  firstStart: "2026-01-31T00:00",
  timeZone: "UTC",
  unit: "month",
  every: 1,
  ...more,
});

function starts(of: RecurrenceRule, count: number): string[] {
  return Array.from({ length: count }, (_, at) => windowAt(of, at).startsAt.toISOString().slice(0, 16));
}

function localStart(of: RecurrenceRule, occurrence: number): string {
  return windowAt(of, occurrence).startsAt.toLocaleTimeString("en-GB", { timeZone: of.timeZone });
}

describe("a recurrence", () => {
  it("by month from the 31st is clamped and comes back, leap years included", () => {
    expect(starts(rule({}), 5)).toEqual([
      "2026-01-31T00:00",
      "2026-02-28T00:00",
      "2026-03-31T00:00",
      "2026-04-30T00:00",
      "2026-05-31T00:00",
    ]);
    expect(starts(rule({ firstStart: "2027-12-31T00:00" }), 4)).toEqual([
      "2027-12-31T00:00",
      "2028-01-31T00:00",
      "2028-02-29T00:00",
      "2028-03-31T00:00",
    ]);
  });

  it.each(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Tokyo"])(
    "by week keeps its wall-clock time in %s through a year of clock changes",
    (timeZone) => {
      const weekly = rule({ firstStart: "2026-01-05T18:30", timeZone, unit: "week" });
      for (let week = 0; week < 60; week++) {
        expect(localStart(weekly, week)).toBe("18:30:00");
        expect(windowAt(weekly, week + 1).startsAt).toEqual(windowAt(weekly, week).endsAt);
      }
    },
  );

  it("starts after the gap on a night that has no such time, and at the first of two", () => {
    const daily = rule({ firstStart: "2026-03-28T02:30", timeZone: "Europe/Berlin", unit: "day" });
    expect(windowAt(daily, 1).startsAt).toEqual(new Date("2026-03-29T01:30:00Z"));
    expect(windowAt(daily, 2).startsAt).toEqual(new Date("2026-03-30T00:30:00Z"));
    const autumn = rule({ firstStart: "2026-10-24T02:30", timeZone: "Europe/Berlin", unit: "day" });
    expect(windowAt(autumn, 1).startsAt).toEqual(new Date("2026-10-25T00:30:00Z"));
  });

  it("follows own cycles, with a pause between windows when they last shorter", () => {
    const cycle = rule({ firstStart: "2026-03-17T00:00", unit: "day", every: 10, lasts: 7 });
    expect(starts(cycle, 3)).toEqual(["2026-03-17T00:00", "2026-03-27T00:00", "2026-04-06T00:00"]);
    expect(windowAt(cycle, 1).endsAt).toEqual(new Date("2026-04-03T00:00:00Z"));
  });

  it("never overlaps, never goes back and never has an empty window", () => {
    const rules = fc.record({
      firstStart: fc
        .tuple(
          fc.integer({ min: 2020, max: 2034 }),
          fc.integer({ min: 1, max: 12 }),
          fc.integer({ min: 1, max: 28 }),
          fc.integer({ min: 0, max: 23 }),
        )
        .map(
          ([year, month, day, hour]) =>
            `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}T${String(hour).padStart(2, "0")}:00`,
        ),
      timeZone: fc.constantFrom("UTC", "Europe/London", "America/Sao_Paulo", "Pacific/Apia", "Asia/Beirut"),
      unit: fc.constantFrom("day" as const, "week" as const, "month" as const),
      every: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(rules, fc.nat({ max: 60 }), (any, at) => {
        const [one, two] = [windowAt(any, at), windowAt(any, at + 1)];
        expect(one.startsAt.getTime()).toBeLessThan(one.endsAt.getTime());
        expect(two.startsAt).toEqual(one.endsAt);
      }),
    );
  });

  it("goes on with the window of this moment after an outage, without making up the missed ones", () => {
    const weekly = rule({ firstStart: "2026-01-05T00:00", unit: "week" });
    expect(nextOccurrence(weekly, 1, new Date("2026-01-06T00:00:00Z"))).toBe(1);
    expect(nextOccurrence(weekly, 1, new Date("2026-02-03T00:00:00Z"))).toBe(4);
    expect(nextOccurrence(weekly, 1, new Date("2026-01-19T00:00:00Z"))).toBe(2);
  });
});
