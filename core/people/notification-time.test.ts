import { describe, expect, it } from "vitest";
import { notificationTime } from "./notification-time.js";
import { settingsOf } from "./settings.js";

const night = { from: "22:00", to: "08:00" };
const noon = { from: "12:00", to: "13:30" };

describe("when something may be said", () => {
  it.each([
    ["without quiet hours", null, "UTC", "2026-11-22T03:00:00.000Z", "2026-11-22T03:00:00.000Z"],
    ["before the night", night, "UTC", "2026-11-22T21:59:59.000Z", "2026-11-22T21:59:59.000Z"],
    ["as the night begins", night, "UTC", "2026-11-22T22:00:00.000Z", "2026-11-23T08:00:00.000Z"],
    ["after midnight", night, "UTC", "2026-11-23T00:10:00.000Z", "2026-11-23T08:00:00.000Z"],
    ["as the night ends", night, "UTC", "2026-11-23T08:00:00.000Z", "2026-11-23T08:00:00.000Z"],
    ["at noon", noon, "UTC", "2026-11-22T12:30:00.000Z", "2026-11-22T13:30:00.000Z"],
    ["after noon", noon, "UTC", "2026-11-22T13:30:00.000Z", "2026-11-22T13:30:00.000Z"],
    ["elsewhere", night, "America/New_York", "2026-11-22T12:59:00.000Z", "2026-11-22T13:00:00.000Z"],
    ["in a night that loses an hour", night, "Europe/Berlin", "2026-03-28T21:30:00.000Z", "2026-03-29T06:00:00.000Z"],
  ])("%s", (_, quietHours, timeZone, now, expected) => {
    const settings = settingsOf({ alias: null, settings: { quietHours, timeZone } });
    expect(notificationTime(settings, "results", new Date(now), "Asia/Tokyo")?.toISOString()).toBe(expected);
  });

  it("uses the operator's zone for those who chose none", () => {
    const settings = settingsOf({ alias: null, settings: { quietHours: night } });
    const at = notificationTime(settings, "prizes", new Date("2026-11-22T14:00:00.000Z"), "Asia/Tokyo");
    expect(at?.toISOString()).toBe("2026-11-22T23:00:00.000Z");
  });

  it("says nothing of what was not chosen: results and prizes alone come by themselves", () => {
    const now = new Date("2026-11-22T12:00:00.000Z");
    const wanted = (settings: unknown) => {
      const read = settingsOf({ alias: null, settings });
      return (["results", "prizes", "races", "rank", "digest", "rewards", "news"] as const).filter(
        (category) => notificationTime(read, category, now, "UTC") !== undefined,
      );
    };
    expect(wanted({})).toEqual(["results", "prizes"]);
    expect(wanted({ notifications: { results: false, rank: true } })).toEqual(["prizes", "rank"]);
    expect(wanted("broken")).toEqual(["results", "prizes"]);
    expect(wanted({ notifications: "broken", quietHours: 7 })).toEqual(["results", "prizes"]);
  });
});
