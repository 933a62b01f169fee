import { Temporal } from "temporal-polyfill";
import type { NotificationCategory, UserSettings } from "../../wire/settings.js";

/**
 * When something of a category may be said to a person: now, or when his quiet hours are over.
 * @param operatorZone for those who chose no zone
 * @returns `undefined` when he does not want it
 */
export function notificationTime(
  settings: Pick<UserSettings, "notifications" | "quietHours" | "timeZone">,
  category: NotificationCategory,
  now: Date,
  operatorZone: string,
): Date | undefined {
  if (!settings.notifications[category]) return undefined;
  return afterQuietHours(settings, now, operatorZone);
}

/** This moment, or the end of the quiet hours that it lies in, on the person's own wall clock. */
export function afterQuietHours(
  { quietHours, timeZone }: Pick<UserSettings, "quietHours" | "timeZone">,
  now: Date,
  operatorZone: string,
): Date {
  if (quietHours === null) return now;
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone ?? operatorZone);
  const from = Temporal.PlainTime.from(quietHours.from);
  const to = Temporal.PlainTime.from(quietHours.to);
  const time = local.toPlainTime();
  const isAfterFrom = Temporal.PlainTime.compare(time, from) >= 0;
  const isBeforeTo = Temporal.PlainTime.compare(time, to) < 0;
  const crossesMidnight = Temporal.PlainTime.compare(from, to) > 0;
  const isQuiet = crossesMidnight ? isAfterFrom || isBeforeTo : isAfterFrom && isBeforeTo;
  if (!isQuiet) return now;
  const day = crossesMidnight && isAfterFrom ? local.toPlainDate().add({ days: 1 }) : local.toPlainDate();
  return new Date(day.toZonedDateTime({ timeZone: local.timeZoneId, plainTime: to }).epochMilliseconds);
}
