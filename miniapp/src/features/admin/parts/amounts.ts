import type { Locale } from "../../../../../messages/locale.js";
import { formatWager } from "../../../lib/money-format.js";

/** Sums over decimal texts of the wire, exact: micro-USD as `bigint`. */
const DECIMAL = /^(-?)(\d+)(?:\.(\d{1,6}))?$/;

/** @throws RangeError for what is no amount: a fault of the caller */
export function microOf(amount: string): bigint {
  const match = DECIMAL.exec(amount);
  if (match?.[2] === undefined) throw new RangeError(`not a decimal amount: ${amount}`);
  const micro = BigInt(match[2] + (match[3] ?? "").padEnd(6, "0"));
  return match[1] === "-" ? -micro : micro;
}

/** With 6 decimals, as the wire has it. */
export function amountOf(micro: bigint): string {
  const digits = (micro < 0n ? -micro : micro).toString().padStart(7, "0");
  return `${micro < 0n ? "-" : ""}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

export function sumOf(amounts: readonly string[]): string {
  return amountOf(amounts.reduce((sum, amount) => sum + microOf(amount), 0n));
}

/** Change from one amount to another in whole percent, cut; `undefined` when there was nothing before. */
export function changeInPercent(before: string, after: string): number | undefined {
  const from = microOf(before);
  if (from <= 0n) return undefined;
  return Number(((microOf(after) - from) * 100n) / from);
}

/** An amount with every digit it has, at least two after the point: `$1,234.567`. */
export function formatExact(amount: string, locale: Locale): string {
  const isNegative = amount.startsWith("-");
  const [whole = "0", fraction = ""] = amount.replace("-", "").split(".");
  const cents = fraction.slice(0, 2).padEnd(2, "0");
  const rest = fraction.slice(2).replace(/0+$/, "");
  const text = formatWager(`${whole}.${cents}`, locale);
  const end = text.lastIndexOf(cents) + 2;
  return `${isNegative ? "-" : ""}${text.slice(0, end)}${rest}${text.slice(end)}`;
}
