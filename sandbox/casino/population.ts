import { inventName, unusualNames } from "./names.js";
import { type Random, createRandom } from "./random.js";

/** A referred casino account. */
export interface CasinoPlayer {
  /** 20 characters `[A-Za-z0-9]`, the source's only key. */
  readonly playerId: string;
  readonly name: string;
  /** Part of a month's wager that is his; all add up to 1. Zero for the many who never bet. */
  readonly share: number;
  /** Lifetime wager before the simulation begins. */
  readonly allTimeMicroUsd: bigint;
}

export interface PopulationOptions {
  readonly players: number;
  readonly seed: number | string;
  /** Part of the accounts that wager at all; 0.1 in the field. */
  readonly activeShare?: number;
}

/**
 * Shares of a month's wager: the top 4 make 78 % and the top 10 make 93 %, as seen in the field. The first four lie close
 * together, because a race that is decided on its first day is no fun to watch.
 */
const topFour = [0.26, 0.21, 0.17, 0.14] as const;

/** Ranks below follow (rank + 2.5)^-2.78, which fits 78 % and 93 % at 55 active players. */
const curve = (rank: number): number => (rank + 2.5) ** -2.78;
const middleScale = (0.93 - 0.78) / sumOf([5, 6, 7, 8, 9, 10].map(curve));

/** Lifetime wagers seen among 190 active accounts: rank and USD; straight lines between them on logarithmic paper. */
const lifetimePoints = [
  [1, 450_000],
  [10, 77_000],
  [50, 2_000],
  [95, 325],
  [190, 0.001],
] as const;

/** Accounts in random order, like a source's own list. The same options give the same accounts. */
export function createPopulation(options: PopulationOptions): readonly CasinoPlayer[] {
  const { players, seed, activeShare = 0.1 } = options;
  const random = createRandom(seed, "population");
  const active = Math.min(players, Math.max(1, Math.round(players * activeShare)));
  const shares = monthlyShares(active);
  const names = inventNames(random, players);
  const ids = new Set<string>();
  const accounts = names.map((name, index): CasinoPlayer => {
    const isActive = index < active;
    return {
      playerId: inventId(random, ids),
      name,
      share: shares[index] ?? 0,
      allTimeMicroUsd: isActive ? lifetimeMicroUsd(index + 1, active) : 0n,
    };
  });
  return shuffle(random, accounts);
}

/** Descending and adding up to 1. With fewer than 55 the tail is too short to make its 7 %, and the others have more. */
export function monthlyShares(active: number): readonly number[] {
  const weights = Array.from({ length: active }, (_, index) => topFour[index] ?? curve(index + 1) * middleScale);
  const tail = sumOf(weights.slice(10));
  const tailScale = Math.min(1, (1 - 0.93) / tail);
  const bounded = weights.map((weight, index) => (index < 10 ? weight : weight * tailScale));
  const all = sumOf(bounded);
  return bounded.map((weight) => weight / all);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function lifetimeMicroUsd(rank: number, active: number): bigint {
  const position = active === 1 ? 1 : 1 + ((rank - 1) * 189) / (active - 1);
  const upper = lifetimePoints.findIndex(([at]) => position <= at);
  const [toRank, toUsd] = lifetimePoints[upper] ?? lifetimePoints[4];
  const [fromRank, fromUsd] = lifetimePoints[upper - 1] ?? lifetimePoints[0];
  const along = toRank === fromRank ? 0 : Math.log(position / fromRank) / Math.log(toRank / fromRank);
  return BigInt(Math.round(fromUsd * (toUsd / fromUsd) ** along * 1e6));
}

/** Unusual names fall on random places among the first ranks, so that some are always in sight; never on more than half. */
function inventNames(random: Random, count: number): readonly string[] {
  const taken = new Set(unusualNames);
  const names = Array.from({ length: count }, () => inventName(random, taken));
  const places = shuffle(
    random,
    Array.from({ length: Math.min(count, 60) }, (_, index) => index),
  );
  for (const [index, name] of unusualNames.slice(0, Math.floor(count / 2)).entries()) {
    const place = places[index];
    if (place !== undefined) names[place] = name;
  }
  return names;
}

const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

function inventId(random: Random, taken: Set<string>): string {
  for (;;) {
    const id = Array.from({ length: 20 }, () => idAlphabet.charAt(random.integer(idAlphabet.length))).join("");
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}

/** Fisher-Yates on a copy. */
function shuffle<T>(random: Random, values: readonly T[]): T[] {
  const shuffled: T[] = [];
  values.forEach((value, index) => {
    const place = random.integer(index + 1);
    const displaced = shuffled[place];
    if (place < index && displaced !== undefined) shuffled[index] = displaced;
    shuffled[place] = value;
  });
  return shuffled;
}
