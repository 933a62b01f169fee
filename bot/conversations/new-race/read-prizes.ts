import { dividePool, PRIZE_TEMPLATES } from "../../../core/races/prize-templates.js";
import { type Cents, formatCents, parseCents } from "../../../wire/money.js";

export type PrizeTemplate = keyof typeof PRIZE_TEMPLATES;

/** What is wrong with a list of prizes, and at which rank. */
export type PrizeProblem =
  | { kind: "notMoney"; text: string }
  | { kind: "rising"; rank: number }
  | { kind: "zeroFirst" }
  | { kind: "tooMany" };

/** As many as a race may have (wire/race.ts). */
const MAX_PRIZES = 1_000;

/**
 * Reads prizes as people write them: rank 1 first, parted by blanks, commas with a blank, semicolons or lines; `$` and
 * thousands separators are allowed, `3x25` stands for three prizes of 25.
 */
export function readPrizes(text: string): { prizes: string[] } | { problem: PrizeProblem } {
  const words = text
    .replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, "")
    .split(/[\s;,+]+/)
    .map((word) => word.replaceAll(/[$€]|USD/gi, ""))
    .filter((word) => word !== "");
  const prizes: Cents[] = [];
  for (const word of words) {
    const [, times, amount = word] = /^(\d{1,4})[x×*](.+)$/i.exec(word) ?? [];
    const prize = parseCents(amount);
    if (prize === undefined) return { problem: { kind: "notMoney", text: word } };
    const count = Number(times ?? 1);
    if (prizes.length + count > MAX_PRIZES) return { problem: { kind: "tooMany" } };
    prizes.push(...Array.from({ length: count }, () => prize));
  }
  return checkPrizes(prizes) ?? { prizes: prizes.map(formatCents) };
}

function checkPrizes(prizes: readonly Cents[]): { problem: PrizeProblem } | undefined {
  if ((prizes[0] ?? 0n) === 0n) return { problem: { kind: "zeroFirst" } };
  const rising = prizes.findIndex((prize, at) => prize > (prizes[at - 1] ?? prize));
  return rising === -1 ? undefined : { problem: { kind: "rising", rank: rising + 1 } };
}

/** A pool divided by a template. @returns `undefined` when it is too small to give every rank something */
export function divideByTemplate(pool: Cents, template: PrizeTemplate): string[] | undefined {
  const prizes = dividePool(pool, PRIZE_TEMPLATES[template]);
  return prizes.every((prize) => prize > 0n) ? prizes.map(formatCents) : undefined;
}

export function isPrizeTemplate(text: string): text is PrizeTemplate {
  return Object.hasOwn(PRIZE_TEMPLATES, text);
}
