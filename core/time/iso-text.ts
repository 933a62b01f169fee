const DAY_MS = 86_400_000;
/** Days whose text is remembered: more than a race has, and little memory. */
const MOST_DAYS = 512;

const days = new Map<number, string>();
const twoDigits = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, "0"));
const threeDigits = Array.from({ length: 1_000 }, (_, value) => String(value).padStart(3, "0"));

/**
 * As `new Date(ms).toISOString()` for whole milliseconds, in a fifth of its 0.7 µs: a page of neighbours has eleven
 * instants of few different days.
 */
export function isoText(ms: number): string {
  const day = Math.floor(ms / DAY_MS);
  const rest = ms - day * DAY_MS;
  const seconds = Math.floor(rest / 1_000);
  const minutes = Math.floor(seconds / 60);
  const [hour, minute] = [twoDigits[Math.floor(minutes / 60)], twoDigits[minutes % 60]];
  return `${dayText(day)}${hour}:${minute}:${twoDigits[seconds % 60]}.${threeDigits[rest % 1_000]}Z`;
}

function dayText(day: number): string {
  const known = days.get(day);
  if (known !== undefined) return known;
  if (days.size >= MOST_DAYS) days.clear();
  const text = new Date(day * DAY_MS).toISOString().slice(0, -"00:00:00.000Z".length);
  days.set(day, text);
  return text;
}
