import { Temporal } from "temporal-polyfill";

/** `2026-12-01`, `2026-12-01 18:00` or `2026-12-01T18:00`. */
const ISO_DATE = /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})(?:[T ,]+(?<hour>\d{1,2}):(?<minute>\d{2}))?$/;
/** `1.12.`, `1.12. 18:00` or `01.12.2026 18:00`. */
const DAY_FIRST = /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})?(?:[ ,]+(?<hour>\d{1,2}):(?<minute>\d{2}))?$/;
const TIME_ONLY = /^(?<hour>\d{1,2}):(?<minute>\d{2})$/;
/** `tomorrow 18:00`, `heute, 18:00` or `morgen um 18:00`. */
const NAMED_DAY = /^(?<name>[a-z]+)[ ,]+(?:(?:at|um) +)?(?<hour>\d{1,2}):(?<minute>\d{2})$/i;
/** `7d`, `12 h`, `2 weeks`, `3 Tage`. */
const LENGTH = /^\+?(?<count>\d{1,3})\s*(?<unit>[a-zä]+)$/i;

const LENGTH_UNITS: Readonly<Record<string, "hours" | "days" | "weeks" | "months">> = {
  h: "hours",
  hour: "hours",
  hours: "hours",
  std: "hours",
  stunde: "hours",
  stunden: "hours",
  d: "days",
  day: "days",
  days: "days",
  t: "days",
  tag: "days",
  tage: "days",
  tagen: "days",
  w: "weeks",
  week: "weeks",
  weeks: "weeks",
  woche: "weeks",
  wochen: "weeks",
  month: "months",
  months: "months",
  monat: "months",
  monate: "months",
};

const DAYS_AHEAD: Readonly<Record<string, number>> = { today: 0, heute: 0, tomorrow: 1, morgen: 1 };

/** A span of the calendar: a day is as long as the zone's clock says. */
export type CalendarSpan = Partial<Record<"hours" | "days" | "weeks" | "months", number>>;

/** Goes forward on the wall clock of a zone: 18:00 stays 18:00 through a clock change, 31 January + 1 month is 28 February. */
export function addOnWallClock(at: Date, span: CalendarSpan, timeZone: string): Date {
  return fromZoned(toZoned(at, timeZone).add(span));
}

/** Local date and time without zone, `2026-12-01T18:00`, as the rule of a series wants it. */
export function wallClockText(at: Date, timeZone: string): string {
  return toZoned(at, timeZone).toPlainDateTime().toString({ smallestUnit: "minute" });
}

/**
 * Reads a moment as people write it: a date with or without time of day, today or tomorrow with one, a time of day (the
 * next one), or a length from `base` on (`7d`, `3 weeks`). Dates are of the zone; without a year the next such day is meant. A wall-clock time that a
 * clock change skips moves forward, one that occurs twice is the earlier one.
 * @returns `undefined` when it is none of these, or no such date
 */
export function readMoment(
  text: string,
  { now, base, timeZone }: { now: Date; base: Date; timeZone: string },
): Date | undefined {
  const written = text.trim();
  const length = LENGTH.exec(written)?.groups;
  const unit = lookUp(LENGTH_UNITS, length?.["unit"]);
  if (length !== undefined) {
    return unit === undefined ? undefined : addOnWallClock(base, { [unit]: Number(length["count"]) }, timeZone);
  }
  const fields =
    (ISO_DATE.exec(written) ?? DAY_FIRST.exec(written) ?? TIME_ONLY.exec(written))?.groups ??
    onNamedDay(written, now, timeZone);
  return fields === undefined ? undefined : nextMoment(fields, now, timeZone);
}

/** The date of a day that is named, as if it had been written out: "today" stays today, also when the time is over. */
function onNamedDay(
  written: string,
  now: Date,
  timeZone: string,
): Record<"year" | "month" | "day" | "hour" | "minute", string | undefined> | undefined {
  const { name, hour, minute } = NAMED_DAY.exec(written)?.groups ?? {};
  const days = lookUp(DAYS_AHEAD, name);
  if (days === undefined) return undefined;
  const [year, month, day] = toZoned(now, timeZone).toPlainDate().add({ days }).toString().split("-");
  return { year, month, day, hour, minute };
}

/** Words come from people, so what every object has, such as `constructor`, is not in the table. */
function lookUp<Value>(table: Readonly<Record<string, Value>>, word = ""): Value | undefined {
  const key = word.toLowerCase();
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function nextMoment(fields: Record<string, string | undefined>, now: Date, timeZone: string): Date | undefined {
  const today = toZoned(now, timeZone).toPlainDateTime();
  const wanted = {
    year: Number(fields["year"] ?? today.year),
    month: Number(fields["month"] ?? today.month),
    day: Number(fields["day"] ?? today.day),
    hour: Number(fields["hour"] ?? 0),
    minute: Number(fields["minute"] ?? 0),
  };
  try {
    const moment = Temporal.PlainDateTime.from(wanted, { overflow: "reject" });
    const isPast = Temporal.PlainDateTime.compare(moment, today) < 0;
    const step = fields["day"] === undefined ? { days: 1 } : { years: 1 };
    const next = isPast && fields["year"] === undefined ? moment.add(step) : moment;
    return fromZoned(next.toZonedDateTime(timeZone, { disambiguation: "compatible" }));
  } catch (error) {
    // RangeError is how Temporal says "no such date", such as 31.2. or 25:00.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function toZoned(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}

function fromZoned(zoned: Temporal.ZonedDateTime): Date {
  return new Date(zoned.epochMilliseconds);
}
