import { cents, exactNumber, type Cents } from "../../wire/money.js";
import { InvalidInputError } from "../errors.js";

/** Basis points that a whole pool has. */
const WHOLE = 10_000;
/** Up to this pool (in cents) all products stay below 2^53, where plain numbers are exact and many times as fast. */
const EXACT_NUMBERS_UP_TO = 900_000_000_000n;
/** More ranks than a prize table may have; remainder and rank share one number, so that sorting is cheap. */
const MAX_RANKS = 1_024;

/** Ready divisions of a pool in basis points, best rank first. */
export const PRIZE_TEMPLATES = {
  winner: [10_000],
  top3: [5_000, 3_000, 2_000],
  top5: [4_500, 2_500, 1_500, 1_000, 500],
  /** domain.md rule 21. */
  top10: [5_000, 1_500, 1_000, 500, 500, 375, 375, 250, 250, 250],
} as const;

/**
 * Divides a pool by shares in basis points: each rank gets the floor of its share, then one cent each goes to the
 * largest remainders, the better rank first. What is given adds up to the pool by construction, and no rank gets more
 * than a better one.
 * @throws InvalidInputError unless the shares fall (or stay) with the rank and add up to 10,000
 */
export function dividePool(pool: Cents, shares: readonly number[]): Cents[] {
  checkShares(shares);
  return pool <= EXACT_NUMBERS_UP_TO ? divideNumber(exactNumber(pool), shares) : divideBig(pool, shares);
}

function divideNumber(pool: number, shares: readonly number[]): Cents[] {
  const rests = new Int32Array(shares.length);
  let left = pool;
  const floors = shares.map((share, at) => {
    const exact = pool * share;
    const rest = exact % WHOLE;
    const floor = (exact - rest) / WHOLE;
    rests[at] = rest;
    left -= floor;
    return floor;
  });
  for (const at of largest(rests, left)) floors[at] = (floors[at] ?? 0) + 1;
  return floors.map((floor) => cents(BigInt(floor)));
}

function divideBig(pool: bigint, shares: readonly number[]): Cents[] {
  const exact = shares.map((share) => pool * BigInt(share));
  const floors = exact.map((part) => part / BigInt(WHOLE));
  const left = Number(pool - floors.reduce((sum, floor) => sum + floor, 0n));
  const rests = Int32Array.from(exact, (part) => Number(part % BigInt(WHOLE)));
  for (const at of largest(rests, left)) floors[at] = (floors[at] ?? 0n) + 1n;
  return floors.map(cents);
}

/** The ranks with the largest remainders, the better rank first among equal ones. */
function largest(rests: Int32Array, count: number): number[] {
  if (count === 0) return [];
  const order = rests.map((rest, at) => rest * MAX_RANKS + (MAX_RANKS - 1 - at)).sort();
  return Array.from(order.subarray(order.length - count), (key) => MAX_RANKS - 1 - (key % MAX_RANKS));
}

function checkShares(shares: readonly number[]): void {
  const issues = shares.flatMap((share, at) => {
    const better = shares[at - 1];
    if (!Number.isSafeInteger(share) || share < 0)
      return [{ path: `shares.${at}`, message: "must be whole basis points" }];
    if (better !== undefined && share > better)
      return [{ path: `shares.${at}`, message: "is more than the rank before" }];
    return [];
  });
  if (shares.length > MAX_RANKS) issues.push({ path: "shares", message: `must be at most ${MAX_RANKS}` });
  if (shares.reduce((sum, share) => sum + share, 0) !== WHOLE) {
    issues.push({ path: "shares", message: "must add up to 10,000 basis points" });
  }
  if (issues.length > 0) throw new InvalidInputError("The pool cannot be divided like this.", issues);
}
