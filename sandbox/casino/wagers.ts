import { type Bet, createBets } from "./bets.js";
import type { NamedPlayer, Wager } from "./events.js";
import { inventName } from "./names.js";
import { type FollowUp, planFollowUps } from "./plan.js";
import { createPopulation } from "./population.js";
import { type Random, createRandom } from "./random.js";

export interface WagerOptions {
  readonly players: number;
  readonly seed: number | string;
  readonly clock: { now(): Date };
  readonly voids?: number;
  readonly corrections?: number;
  readonly renames?: number;
  readonly lateness?: { readonly share: number; readonly maxSeconds: number };
}

export interface PlannedWager {
  readonly wager: Wager;
  readonly followUps: readonly FollowUp[];
  /** The name the player takes after this wager. */
  readonly rename: NamedPlayer | undefined;
}

/** Settling and reporting a bet takes a moment even when nothing is late. */
const usualDelayMs = { least: 50, most: 1_550 };

export interface WagerStream {
  next(): PlannedWager;
  /** The present name by player id. */
  readonly names: ReadonlyMap<string, string>;
}

/** The wagers of a population in which everybody plays, with all that is going to happen to each. */
export function createWagers(options: WagerOptions, run: string): WagerStream {
  const { players, seed, clock } = options;
  const population = createPopulation({ players, seed, activeShare: 1 });
  const names = new Map(population.map(({ playerId, name }) => [playerId, name]));
  const taken = new Set(names.values());
  const bets = createBets(population, createRandom(seed, "bets"));
  const random = createRandom(seed, "wagers");
  const ratios = { voids: options.voids ?? 0, corrections: options.corrections ?? 0 };
  let count = 0;

  const toWager = ({ player, amountMicroUsd, game }: Bet): Wager => ({
    wagerId: `w_${run}_${(count += 1)}`,
    revision: 1,
    playerId: player.playerId,
    playerName: names.get(player.playerId) ?? player.name,
    amountMicroUsd,
    occurredAt: new Date(clock.now().getTime() - ageMs(random, options.lateness)),
    game,
  });
  const rename = (playerId: string): NamedPlayer => {
    const playerName = inventName(random, taken);
    names.set(playerId, playerName);
    return { playerId, playerName };
  };
  return {
    names,
    next() {
      const wager = toWager(bets.next());
      const followUps = planFollowUps(wager, ratios, random);
      return { wager, followUps, rename: random.chance(options.renames ?? 0) ? rename(wager.playerId) : undefined };
    },
  };
}

function ageMs(random: Random, lateness: WagerOptions["lateness"]): number {
  const usual = usualDelayMs.least + random.integer(usualDelayMs.most - usualDelayMs.least);
  return lateness && random.chance(lateness.share) ? random.integer(lateness.maxSeconds * 1_000) : usual;
}
