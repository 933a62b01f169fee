import { formatsFor } from "../../../messages/format.js";
import type { Locale } from "../../../messages/locale.js";

/**
 * The only place of the app where amounts become text. They are decimal texts from the wire and stay texts:
 * whole dollars go through `bigint`, which `Intl.NumberFormat` formats exactly, and rounding is cutting digits.
 */
const WHOLE = /^-?\d+(?=\.0*$|$)/;

const COMPACT_FROM = 100_000n;

const made = new Map<string, Intl.NumberFormat>();

function dollars(locale: Locale, notation: "standard" | "compact"): Intl.NumberFormat {
  const key = locale + notation;
  const known = made.get(key);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "USD",
    notation,
    minimumFractionDigits: 0,
    maximumFractionDigits: notation === "compact" ? 1 : 0,
  });
  made.set(key, format);
  return format;
}

/** A wager amount with whole cents, such as `$1,234.56`: ranks compare them, so an unfinished cent is cut. */
export function formatWager(amount: string, locale: Locale): string {
  return formatsFor(locale).money(amount);
}

/** A prize: cents only when there are any, `$500` but `$62.50`. */
export function formatPrize(amount: string, locale: Locale): string {
  const whole = WHOLE.exec(amount)?.[0];
  return whole === undefined ? formatsFor(locale).money(amount) : dollars(locale, "standard").format(BigInt(whole));
}

/** A large sum at a glance, such as `$1.2M`; below 100,000 in whole dollars. */
export function formatSum(amount: string, locale: Locale): string {
  const whole = BigInt(amount.split(".")[0] ?? 0);
  return dollars(locale, whole < COMPACT_FROM ? "standard" : "compact").format(whole);
}

/** Ranks and counts. */
export function formatCount(count: number, locale: Locale): string {
  return formatsFor(locale).count(count);
}

/** True for `"0.00"` and its like, without reading the text as a number. */
export function isZero(amount: string): boolean {
  return /^-?0*(\.0*)?$/.test(amount);
}
