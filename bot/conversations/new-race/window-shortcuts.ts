import { periodAt } from "../../../core/time/periods.js";
import { addOnWallClock } from "../../../core/time/wall-clock.js";

export type StartShortcut = "now" | "tomorrow" | "monday" | "month";
export type EndShortcut = "day" | "week" | "twoWeeks" | "month" | "endOfWeek" | "endOfMonth";

const MINUTE_MS = 60_000;

/** Moments at which races usually begin, on the zone's clock. */
export function startShortcuts(now: Date, timeZone: string): [StartShortcut, Date][] {
  const endOf = (period: "day" | "week" | "month"): Date => periodAt(period, now, timeZone).end ?? now;
  return [
    ["now", new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS)],
    ["tomorrow", endOf("day")],
    ["monday", endOf("week")],
    ["month", endOf("month")],
  ];
}

/** Moments at which a race that begins at `startsAt` may end; what would be the same moment is named once. */
export function endShortcuts(startsAt: Date, now: Date, timeZone: string): [EndShortcut, Date][] {
  const endOf = (period: "week" | "month"): Date => periodAt(period, startsAt, timeZone).end ?? startsAt;
  const all: [EndShortcut, Date][] = [
    ["day", addOnWallClock(startsAt, { days: 1 }, timeZone)],
    ["week", addOnWallClock(startsAt, { days: 7 }, timeZone)],
    ["twoWeeks", addOnWallClock(startsAt, { days: 14 }, timeZone)],
    ["month", addOnWallClock(startsAt, { months: 1 }, timeZone)],
    ["endOfWeek", endOf("week")],
    ["endOfMonth", endOf("month")],
  ];
  const seen = new Set<number>();
  return all.filter(([, at]) => {
    const isNew = !seen.has(at.getTime()) && at > startsAt && at > now;
    seen.add(at.getTime());
    return isNew;
  });
}
