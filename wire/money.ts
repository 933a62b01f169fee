import { brand, type Brand } from "./brand.js";

/** Millionths of a US dollar. Every wager, score and difference is one of these; never a float. */
export type MicroUsd = Brand<bigint, "MicroUsd">;
/** Hundredths of a US dollar: prizes, and the unit in which scores are compared. */
export type Cents = Brand<bigint, "Cents">;

declare global {
  interface NumberConstructor {
    /**
     * Money never becomes a float: what comes back is of no use as a number. The rest is refused by nature, since money
     * is a bigint. {@link exactNumber} is the way where a number is exact.
     */
    (money: MicroUsd | Cents): "money never becomes a float";
  }
}

/** Largest single amount the platform takes: 10,000,000,000 USD. */
export const MAX_MICRO_USD = 10n ** 16n;
const MICRO_PER_CENT = 10_000n;
const DECIMAL = /^(0|[1-9]\d{0,14})(?:\.(\d{1,18}))?$/;

export function microUsd(value: bigint): MicroUsd {
  return brand<MicroUsd>(value);
}

export function cents(value: bigint): Cents {
  return brand<Cents>(value);
}

function parseScaled(text: string, scale: number): bigint | undefined {
  const match = DECIMAL.exec(text);
  if (match?.[1] === undefined) return undefined;
  const fraction = match[2] ?? "";
  // Trailing zeros carry no value, so "1.50000000" is as exact as "1.5".
  const digits = fraction.replace(/0+$/, "");
  if (digits.length > scale) return undefined;
  return BigInt(match[1] + digits.padEnd(scale, "0"));
}

/**
 * Reads a non-negative decimal text such as `"12.34"` exactly. Sign, exponent, blanks, leading zeros, full-width
 * digits and more than 6 significant decimals are refused.
 * @returns micro-USD, or `undefined` when the text is not such an amount or passes {@link MAX_MICRO_USD}
 */
export function parseMicroUsd(text: string): MicroUsd | undefined {
  const value = parseScaled(text, 6);
  return value === undefined || value > MAX_MICRO_USD ? undefined : microUsd(value);
}

/** As {@link parseMicroUsd}, for prizes: at most 2 significant decimals. */
export function parseCents(text: string): Cents | undefined {
  const value = parseScaled(text, 2);
  return value === undefined || value > MAX_MICRO_USD / MICRO_PER_CENT ? undefined : cents(value);
}

function formatScaled(value: bigint, scale: number): string {
  const sign = value < 0n ? "-" : "";
  const digits = (value < 0n ? -value : value).toString().padStart(scale + 1, "0");
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/**
 * Money as a number, for columns that numbers order or divide exactly.
 * @throws RangeError where a number would not be exact
 */
export function exactNumber(money: MicroUsd | Cents): number {
  const plain: bigint = money;
  const exact = Number(plain);
  if (!Number.isSafeInteger(exact)) throw new RangeError("this amount has no exact number");
  return exact;
}

/** Wire form of a wager amount: always 6 decimals, e.g. `"1234.560000"`. */
export function formatMicroUsd(value: MicroUsd): string {
  return formatScaled(value, 6);
}

/** Wire form of a prize: always 2 decimals, e.g. `"100.00"`. */
export function formatCents(value: Cents): string {
  return formatScaled(value, 2);
}

/**
 * The whole cents of a score, the unit in which ranks compare. An unfinished
 * cent does not count, so the result is rounded towards minus infinity.
 */
export function wholeCents(value: MicroUsd): Cents {
  const quotient = value / MICRO_PER_CENT;
  return cents(value < 0n && value % MICRO_PER_CENT !== 0n ? quotient - 1n : quotient);
}
