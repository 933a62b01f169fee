import type { Locale } from "./locale.js";

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

type DurationUnit = "day" | "hour" | "minute" | "second";
const UNITS: readonly { unit: DurationUnit; ms: number }[] = [
  { unit: "day", ms: DAY_MS },
  { unit: "hour", ms: HOUR_MS },
  { unit: "minute", ms: MINUTE_MS },
  { unit: "second", ms: SECOND_MS },
];

export interface DateStyle {
  /** IANA zone. */
  timeZone: string;
  withTime: boolean;
}

/** Numbers, money and times of one language. */
export interface Formats {
  /**
   * A decimal text of the wire as US dollars with two decimals. More decimals are cut towards minus infinity, because
   * ranks compare whole cents and an unfinished cent does not count.
   * @throws RangeError when the text is not a decimal: a fault of the caller
   */
  money(decimal: string): string;
  count(value: number): string;
  /** The largest two units, such as "3 days, 4 hours"; under a second it reads "0 seconds". */
  duration(ms: number): string;
  /** Distance from now in the largest unit, such as "in 3 days" or "2 hours ago". */
  relative(ms: number): string;
  date(instant: Date, style: DateStyle): string;
  /** Time of day to the second, with the zone's short name. */
  timeOfDay(instant: Date, timeZone: string): string;
}

/** @returns the sign, whole dollars and exactly two digits of cents, rounded towards minus infinity */
function splitCents(decimal: string): { isNegative: boolean; dollars: bigint; digits: string } {
  const match = DECIMAL.exec(decimal);
  if (match?.[2] === undefined) throw new RangeError(`not a decimal amount: ${decimal}`);
  const fraction = (match[3] ?? "").padEnd(2, "0");
  let wholeCents = BigInt(match[2] + fraction.slice(0, 2));
  const isNegative = match[1] === "-";
  if (isNegative && /[1-9]/.test(fraction.slice(2))) wholeCents += 1n;
  return { isNegative: isNegative && wholeCents > 0n, dollars: wholeCents / 100n, digits: digitsOf(wholeCents % 100n) };
}

function digitsOf(cents: bigint): string {
  return cents.toString().padStart(2, "0");
}

function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

function buildFormats(locale: Locale): Formats {
  // Each is made when it is first wanted: all of them at once cost a slow phone 40 ms before its first board.
  const currency = once(
    () => new Intl.NumberFormat(locale, { style: "currency", currency: "USD", minimumFractionDigits: 2 }),
  );
  const whole = once(() => new Intl.NumberFormat(locale));
  const list = once(() => new Intl.ListFormat(locale, { type: "unit", style: "narrow" }));
  const relative = once(() => new Intl.RelativeTimeFormat(locale));
  const unitFormats = once(
    () =>
      new Map(
        UNITS.map(({ unit }) => [unit, new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" })]),
      ),
  );
  const dates = new Map<string, Intl.DateTimeFormat>();
  const dateFormat = (key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
    const known = dates.get(key);
    if (known !== undefined) return known;
    const made = new Intl.DateTimeFormat(locale, options);
    dates.set(key, made);
    return made;
  };
  return {
    money(decimal) {
      const { isNegative, dollars, digits } = splitCents(decimal);
      // Intl places sign, symbol and groups around a bigint, which is exact; only the cents are put in by hand.
      const parts = currency().formatToParts(dollars);
      const text = parts.map((part) => (part.type === "fraction" ? digits : part.value)).join("");
      return isNegative ? `-${text}` : text;
    },
    count: (value) => whole().format(value),
    duration(ms) {
      const parts = largestUnits(ms).map(({ unit, value }) => unitFormats().get(unit)?.format(value) ?? "");
      return list().format(parts);
    },
    relative(ms) {
      const { unit, ms: size } = UNITS.find((entry) => Math.abs(ms) >= entry.ms) ?? { unit: "second", ms: SECOND_MS };
      return relative().format(Math.trunc(ms / size), unit);
    },
    date(instant, { timeZone, withTime }) {
      const day: Intl.DateTimeFormatOptions = { day: "numeric", month: "short", year: "numeric", timeZone };
      const time: Intl.DateTimeFormatOptions = {
        hour: "2-digit",
        minute: "2-digit",
        hourCycle: "h23",
        timeZoneName: "short",
      };
      const key = `${withTime ? "time" : "day"} ${timeZone}`;
      return dateFormat(key, withTime ? { ...day, ...time } : day).format(instant);
    },
    timeOfDay(instant, timeZone) {
      return dateFormat(`seconds ${timeZone}`, {
        hour: "2-digit",
        minute: "2-digit",
        second: "2-digit",
        hourCycle: "h23",
        timeZoneName: "short",
        timeZone,
      }).format(instant);
    },
  };
}

function largestUnits(ms: number): { unit: DurationUnit; value: number }[] {
  let rest = Math.max(0, Math.floor(ms / SECOND_MS)) * SECOND_MS;
  const first = UNITS.findIndex((entry) => rest >= entry.ms);
  if (first === -1) return [{ unit: "second", value: 0 }];
  const found: { unit: DurationUnit; value: number }[] = [];
  for (const { unit, ms: size } of UNITS.slice(first, first + 2)) {
    const value = Math.floor(rest / size);
    rest -= value * size;
    if (value > 0) found.push({ unit, value });
  }
  return found;
}

const built = new Map<Locale, Formats>();

/** Intl objects are costly to make (about 50 µs each), so each language's set is made once. */
export function formatsFor(locale: Locale): Formats {
  const known = built.get(locale);
  if (known !== undefined) return known;
  const made = buildFormats(locale);
  built.set(locale, made);
  return made;
}

/** The form for a count by the language's own plural rules. */
export function plural(
  rules: Intl.PluralRules,
  count: number,
  forms: { other: string } & { [category in Intl.LDMLPluralRule]?: string },
): string {
  return forms[rules.select(count)] ?? forms.other;
}
