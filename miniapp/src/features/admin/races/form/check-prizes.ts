import { cents, formatCents, parseCents } from "../../../../../../wire/money.js";

/** What is wrong with the prize of a rank. */
export type PrizeFault = "form" | "rising" | "zero";

export interface CheckedPrizes {
  /** What all prizes that can be read add up to, as the wire has it. */
  sum: string;
  /** By rank, counted from 0. */
  faults: ReadonlyMap<number, PrizeFault>;
  /** As the wire has them; `undefined` while something is wrong. */
  prizes: string[] | undefined;
}

/** What people type between dollars and cents, in either custom. */
function cleaned(text: string): string {
  return text
    .trim()
    .replace(/^\$\s*/, "")
    .replace(",", ".");
}

/** Judges a prize table while it is typed, by the rules of the server (core/prizes/prize-table.ts). */
export function checkPrizes(typed: readonly string[]): CheckedPrizes {
  const read = typed.map((text) => parseCents(cleaned(text)));
  const faults = new Map<number, PrizeFault>();
  for (const [at, prize] of read.entries()) {
    const better = read[at - 1];
    if (prize === undefined) faults.set(at, "form");
    else if (better !== undefined && prize > better) faults.set(at, "rising");
    else if (at === 0 && prize === 0n) faults.set(at, "zero");
  }
  const sum = read.reduce<bigint>((total, prize) => total + (prize ?? 0n), 0n);
  const isRight = typed.length > 0 && faults.size === 0;
  return {
    sum: formatCents(cents(sum)),
    faults,
    prizes: isRight ? read.map((prize) => formatCents(prize ?? cents(0n))) : undefined,
  };
}
