import { microUsd, type MicroUsd } from "../../wire/money.js";

/** How a person proves control of a casino account: either of the two is enough. */
export interface Challenge {
  /** Two wagers of exactly these amounts, in any order and on any game. */
  amounts: readonly [MicroUsd, MicroUsd];
  /** The account's name ends with this for a moment. */
  nameSuffix: string;
}

/** Gives a whole number from 0 up to, and without, the bound. */
export type RandomBelow = (bound: number) => number;

const CENT = 10_000n;
const LEAST_CENTS = 21;
const MOST_CENTS = 497;
/** Few choices keep the wagers small; this many keep them apart from those of others. */
const CHOICES = 40;
/** Letters and digits that are not mistaken for one another: 31^5 suffixes, about 29 million. */
const SUFFIX_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const SUFFIX_LENGTH = 5;

/**
 * Amounts that people seldom wager by themselves: 0.21 to 4.97 USD in cents that end in 1, 3, 7 or 9. Round stakes and
 * converted coins do not hit one of them, let alone two that we name.
 */
export const ODD_AMOUNTS: readonly MicroUsd[] = Array.from(
  { length: MOST_CENTS - LEAST_CENTS + 1 },
  (_, at) => LEAST_CENTS + at,
)
  .filter((cents) => [1, 3, 7, 9].includes(cents % 10))
  .map((cents) => microUsd(BigInt(cents) * CENT));

/**
 * Makes a challenge.
 * @param taken amounts the account wagered lately, or that are asked of somebody else who wants it
 */
export function makeChallenge(taken: ReadonlySet<MicroUsd>, randomBelow: RandomBelow): Challenge {
  const untouched = ODD_AMOUNTS.filter((amount) => !taken.has(amount));
  // Somebody who wagered nearly all of them is asked for two of any: two by chance within hours are still unlikely.
  const free = (untouched.length >= 2 ? untouched : [...ODD_AMOUNTS]).slice(0, CHOICES);
  const first = takeOne(free, randomBelow);
  const second = takeOne(free, randomBelow);
  const letters = Array.from({ length: SUFFIX_LENGTH }, () => SUFFIX_ALPHABET[randomBelow(SUFFIX_ALPHABET.length)]);
  return { amounts: [first, second], nameSuffix: `gv${letters.join("")}` };
}

function takeOne(from: MicroUsd[], randomBelow: RandomBelow): MicroUsd {
  const [taken] = from.splice(randomBelow(from.length), 1);
  if (taken === undefined) throw new Error("no amount is left for a challenge");
  return taken;
}
