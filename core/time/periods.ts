import { Temporal } from "temporal-polyfill";
import type { Period } from "../../wire/race.js";

/** Half-open interval of instants; `end` null means open. */
export interface Interval {
  start: Date | null;
  end: Date | null;
}

function dateAt(zoned: Temporal.ZonedDateTime): Date {
  return new Date(zoned.epochMilliseconds);
}

/**
 * The calendar period of a zone that contains an instant. Days, weeks (from Monday) and months begin at the first
 * moment of their first day in that zone, which on some days of clock change is not 00:00.
 */
export function periodAt(period: Period, at: Date, timeZone: string): Interval {
  if (period === "all-time") return { start: null, end: null };
  const today = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  const first =
    period === "day"
      ? today
      : period === "week"
        ? today.subtract({ days: today.dayOfWeek - 1 })
        : today.with({ day: 1 });
  const next = first.add(period === "day" ? { days: 1 } : period === "week" ? { days: 7 } : { months: 1 });
  return { start: dateAt(first.toZonedDateTime(timeZone)), end: dateAt(next.toZonedDateTime(timeZone)) };
}
