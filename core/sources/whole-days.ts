import { Temporal } from "temporal-polyfill";
import type { ReadingRange } from "./reading.js";

export function zonedAt(at: Date, zone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
}

export function isDayStart(at: Temporal.ZonedDateTime): boolean {
  return at.equals(at.startOfDay());
}

/** Whether a source that knows whole days only can be asked for a window. */
export function isWholeDays({ start, end }: ReadingRange, zone: string): boolean {
  return isDayStart(zonedAt(start, zone)) && isDayStart(zonedAt(end, zone));
}
