import { type Entry, finalRevision } from "./book.js";
import { type Post, type Wager, wagerSettled, wagerVoided } from "./events.js";
import type { Random } from "./random.js";

/** Parts of all wagers, from 0 to 1. */
export interface Ratios {
  readonly voids: number;
  readonly corrections: number;
}

/** A later event about the same wager. */
export interface FollowUp {
  readonly entry: Entry;
  /** 0 races it against the settlement itself: a receiver must not depend on the order. */
  readonly afterMs: number;
  readonly build: (at: Date) => Post;
}

const raceChance = 0.1;
const longestDelayMs = 3_000;

/** Decides in advance what will ever be sent about a wager after its settlement. */
export function planFollowUps(wager: Wager, ratios: Ratios, random: Random): readonly FollowUp[] {
  const followUps: FollowUp[] = [];
  const delayMs = (): number => (random.chance(raceChance) ? 0 : 200 + random.integer(longestDelayMs - 200));
  if (random.chance(ratios.corrections)) {
    // Anything from nothing to twice the stake, to the cent or to the micro-USD as the stake was.
    const unit = wager.amountMicroUsd % 10_000n === 0n ? 10_000n : 1n;
    const amountMicroUsd = ((wager.amountMicroUsd * BigInt(random.integer(2_001))) / 1_000n / unit) * unit;
    const revision = wager.revision + 1;
    followUps.push({
      entry: { revision, amountMicroUsd },
      afterMs: delayMs(),
      build: (at) => wagerSettled({ ...wager, revision, amountMicroUsd }, at),
    });
  }
  if (random.chance(ratios.voids)) {
    const { wagerId, playerId } = wager;
    const revision = random.chance(0.5) ? wager.revision + 2 : undefined;
    followUps.push({
      entry: { revision: revision ?? finalRevision, amountMicroUsd: 0n },
      afterMs: delayMs(),
      build: (at) => wagerVoided({ wagerId, playerId, ...(revision !== undefined && { revision }) }, at),
    });
  }
  return followUps;
}
