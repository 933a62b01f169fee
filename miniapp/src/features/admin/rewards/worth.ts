import type { Locale } from "../../../../../messages/locale.js";
import { formatPrize } from "../../../lib/money-format.js";
import { amountOf, microOf, sumOf } from "../parts/amounts.js";

const PRIZE = /^\d{1,12}(\.\d{1,2})?$/;

/**
 * What is given away at most, in USD with 6 decimals, from what somebody typed; `undefined` for what is no amount,
 * which the API then refuses in its own words.
 */
export function worthOf(prizes: readonly string[], times = "1"): string | undefined {
  if (prizes.length === 0 || !prizes.every((prize) => PRIZE.test(prize)) || !/^\d{1,6}$/.test(times)) return undefined;
  return amountOf(microOf(sumOf(prizes)) * BigInt(times));
}

/** The question whether so much shall be given away; none while nobody can say how much it is. */
export function askWhether(
  worth: string | undefined,
  ask: (amount: string) => string,
  locale: Locale,
): string | undefined {
  return worth === undefined ? undefined : ask(formatPrize(worth, locale));
}

/** Amounts somebody typed in one line, such as `100 50 25`. */
export function readPrizes(text: string): string[] {
  return text.split(/[\s;]+/).filter((prize) => prize !== "");
}

/** Lines such as `Copper 0`, one level each: the last word is where it begins. */
export function readLadder(text: string): { name: string; from: string }[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => {
      const at = line.search(/\s\S+$/);
      return at === -1 ? { name: line, from: "" } : { name: line.slice(0, at).trim(), from: line.slice(at).trim() };
    });
}
