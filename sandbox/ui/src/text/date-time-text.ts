const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

const TICK_SECONDS = 10;

function relativeText(unixTime: number, nowMs: number, locale: string | undefined): string {
  let seconds = unixTime - nowMs / 1000;
  // The clock of the bubbles ticks every ten seconds: what has just happened must not lie ahead.
  if (Math.abs(seconds) < TICK_SECONDS) seconds = 0;
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const [unit, size] = UNITS.find(([, unitSeconds]) => Math.abs(seconds) >= unitSeconds) ?? ["second", 1];
  // Whole units that have passed, as clocks count: 90 s are one minute. Adding 0 turns -0 ("0 seconds ago") into "now".
  return format.format(Math.trunc(seconds / size) + 0, unit);
}

/**
 * The text of a `date_time` entity in the viewer's language and zone.
 *
 * @param format `r` for "in 3 hours", or `w?[dD]?[tT]?`: w weekday, d and D short and long date, t and T short and long
 *   time (Bot API, MessageEntity). Anything else gives null: the text is then shown as the bot wrote it.
 */
export function dateTimeText(
  unixTime: number,
  format: string | undefined,
  nowMs: number,
  locale?: string,
): string | null {
  if (format === "r") return relativeText(unixTime, nowMs, locale);
  const match = /^(w)?([dD])?([tT])?$/.exec(format ?? "");
  if (match === null || match[0] === "") return null;
  const [, weekday, date, time] = match;
  const options: Intl.DateTimeFormatOptions = {};
  if (weekday !== undefined) options.weekday = date === "D" ? "long" : "short";
  if (date !== undefined)
    Object.assign(options, { day: "numeric", month: date === "D" ? "long" : "short", year: "numeric" });
  if (time !== undefined) Object.assign(options, { hour: "numeric", minute: "2-digit" });
  if (time === "T") options.second = "2-digit";
  return new Intl.DateTimeFormat(locale, options).format(unixTime * 1000);
}
