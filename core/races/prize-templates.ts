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
  /** Half for the winner and something down to the tenth: what affiliates' races pay as a rule. */
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

/** Plain loops: the proof over a million divisions took three times as long with a closure for each rank. */
function divideNumber(pool: number, shares: readonly number[]): Cents[] {
  const floors: number[] = [];
  const remainders = new Int32Array(shares.length);
  let left = pool;
  for (let at = 0; at < shares.length; at++) {
    const exact = pool * (shares[at] ?? 0);
    const rest = exact % WHOLE;
    const floor = (exact - rest) / WHOLE;
    floors.push(floor);
    remainders[at] = remainderKey(rest, at);
    left -= floor;
  }
  for (const key of largest(remainders, left)) floors[rankOf(key)] = (floors[rankOf(key)] ?? 0) + 1;
  return floors.map((floor) => cents(BigInt(floor)));
}

function divideBig(pool: bigint, shares: readonly number[]): Cents[] {
  const exact = shares.map((share) => pool * BigInt(share));
  const floors = exact.map((part) => part / BigInt(WHOLE));
  const left = Number(pool - floors.reduce((sum, floor) => sum + floor, 0n));
  const remainders = Int32Array.from(exact, (part, at) => remainderKey(Number(part % BigInt(WHOLE)), at));
  for (const key of largest(remainders, left)) floors[rankOf(key)] = (floors[rankOf(key)] ?? 0n) + 1n;
  return floors.map(cents);
}

/** One number that sorts by remainder and then by rank, the better one higher. */
function remainderKey(rest: number, at: number): number {
  return rest * MAX_RANKS + (MAX_RANKS - 1 - at);
}

function rankOf(key: number): number {
  return MAX_RANKS - 1 - (key % MAX_RANKS);
}

/** The keys of the largest remainders; sorts the keys it is given. */
function largest(keys: Int32Array, count: number): Int32Array {
  return keys.sort().subarray(keys.length - count);
}

function checkShares(shares: readonly number[]): void {
  if (isDivision(shares)) return;
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
  throw new InvalidInputError("The pool cannot be divided like this.", issues);
}

function isDivision(shares: readonly number[]): boolean {
  let [sum, better] = [0, WHOLE];
  for (const share of shares) {
    if (!Number.isSafeInteger(share) || share < 0 || share > better) return false;
    sum += share;
    better = share;
  }
  return sum === WHOLE && shares.length <= MAX_RANKS;
}
