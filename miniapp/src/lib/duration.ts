import type { MiniAppMessages } from "../../../messages/en/mini-app.js";

export interface CountdownParts {
  days: number;
  hours: number;
  minutes: number;
  seconds: number;
}

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Splits what is left; a started second counts whole, so that "0" and the end fall together. Never negative. */
export function countdownParts(leftMs: number): CountdownParts {
  const left = Math.max(0, Math.ceil(leftMs / SECOND_MS) * SECOND_MS);
  return {
    days: Math.floor(left / DAY_MS),
    hours: Math.floor((left % DAY_MS) / HOUR_MS),
    minutes: Math.floor((left % HOUR_MS) / MINUTE_MS),
    seconds: Math.floor((left % MINUTE_MS) / SECOND_MS),
  };
}

/** Age of data in one unit, rounded down; below 2 s it is "now". */
export function formatAge(ageMs: number, texts: MiniAppMessages["age"]): string {
  if (ageMs < 2 * SECOND_MS) return texts.now;
  if (ageMs < MINUTE_MS) return texts.seconds(Math.floor(ageMs / SECOND_MS));
  if (ageMs < HOUR_MS) return texts.minutes(Math.floor(ageMs / MINUTE_MS));
  if (ageMs < DAY_MS) return texts.hours(Math.floor(ageMs / HOUR_MS));
  return texts.days(Math.floor(ageMs / DAY_MS));
}

const STYLES = {
  instant: {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  },
  days: { day: "numeric", month: "short" },
  calendarDay: { day: "numeric", month: "short", timeZone: "UTC" },
  lastDay: { day: "numeric", month: "short", year: "numeric" },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const made = new Map<string, Intl.DateTimeFormat>();

/** Making one takes a cheap phone 8 ms, and a live board asks for its dates four times a second. */
function dateFormat(style: keyof typeof STYLES, locale: string): Intl.DateTimeFormat {
  const key = `${style} ${locale}`;
  const known = made.get(key) ?? new Intl.DateTimeFormat(locale, STYLES[style]);
  made.set(key, known);
  return known;
}

/** Moment in the viewer's own zone, such as `Sun, Nov 30, 11:59 PM GMT+1`; a line never breaks within its time. */
export function formatInstant(iso: string, locale: string): string {
  const text = dateFormat("instant", locale).format(new Date(iso));
  return text.replace(/\d{1,2}[:.]\d{2}.*$/, (time) => time.replaceAll(" ", "\u00A0"));
}

/** First and last day of a race in the viewer's zone, such as `Nov 1 – 30`. */
export function formatDays(startsAt: string, endsAt: string, locale: string): string {
  // Windows are half-open: the last day is the one before the end when it ends at midnight.
  return dateFormat("days", locale).formatRange(new Date(startsAt), new Date(Date.parse(endsAt) - 1));
}

/** A day of the operator's calendar, such as `Nov 1`: the same day in every zone. */
export function formatDay(day: string, locale: string): string {
  return dateFormat("calendarDay", locale).format(new Date(day));
}

/** The day on which something ended, such as `Nov 30, 2026`: an end at midnight belongs to the day before. */
export function formatLastDay(endedAt: string, locale: string): string {
  return dateFormat("lastDay", locale).format(new Date(Date.parse(endedAt) - 1));
}
