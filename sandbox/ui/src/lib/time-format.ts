const clock = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const weekday = new Intl.DateTimeFormat(undefined, { weekday: "short" });
const shortDate = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });
const longDate = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long" });
const fullDate = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "long", year: "numeric" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "medium" });

const DAY_MS = 86_400_000;

function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0);
}

/** Calendar days from the day of `ms` to today, in the viewer's zone; rounding absorbs days of 23 and 25 hours. */
function daysAgo(ms: number, nowMs: number): number {
  return Math.round((startOfDay(nowMs) - startOfDay(ms)) / DAY_MS);
}

/** "14:05", for the corner of a bubble. */
export function clockTime(seconds: number): string {
  return clock.format(seconds * 1000);
}

/** The whole moment, for tooltips. */
export function exactTime(seconds: number): string {
  return exact.format(seconds * 1000);
}

/** "14:05", "Mon" or "3 Nov", for the chat list. */
export function listTime(seconds: number, nowMs: number): string {
  const ago = daysAgo(seconds * 1000, nowMs);
  if (ago <= 0) return clockTime(seconds);
  return (ago < 7 ? weekday : shortDate).format(seconds * 1000);
}

/** "Today", "Yesterday", "3 November" or "3 November 2025", for day separators. */
export function dayLabel(seconds: number, nowMs: number): string {
  const ms = seconds * 1000;
  const ago = daysAgo(ms, nowMs);
  if (ago === 0) return "Today";
  if (ago === 1) return "Yesterday";
  return (new Date(ms).getFullYear() === new Date(nowMs).getFullYear() ? longDate : fullDate).format(ms);
}

/** The same calendar day in the viewer's zone. */
export function isSameDay(aSeconds: number, bSeconds: number): boolean {
  return startOfDay(aSeconds * 1000) === startOfDay(bSeconds * 1000);
}
