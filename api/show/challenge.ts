import type { ChallengeEntry } from "../../core/rewards/challenge-entries.js";
import { type Challenge, multiplierText } from "../../core/rewards/challenges.js";
import type { FullName } from "../../core/players/full-names.js";
import type { Challenge as WireChallenge, ChallengeEntry as WireEntry, QueuedEntry } from "../../wire/challenges.js";
import { formatCents, formatMicroUsd } from "../../wire/money.js";

export function showChallenge(one: Challenge): WireChallenge {
  return {
    id: one.id,
    game: one.game,
    multiplier: multiplierText(one.multiplier),
    minBet: formatMicroUsd(one.minBet),
    prize: formatCents(one.prize),
    winners: one.winners,
    winnersLeft: one.winnersLeft,
    opensAt: one.opensAt.toISOString(),
    deadline: one.deadline.toISOString(),
    state: one.state,
  };
}

/** An entry as its owner sees it. */
export function showEntry(entry: ChallengeEntry): WireEntry {
  return {
    id: entry.id,
    challenge: entry.challenge,
    game: entry.game,
    multiplier: multiplierText(entry.multiplier),
    betLink: entry.betLink,
    state: entry.state,
    enteredAt: entry.enteredAt.toISOString(),
    reason: entry.reason,
  };
}

/** An entry as administrators see it. */
export function showQueuedEntry(entry: ChallengeEntry, names: ReadonlyMap<string, FullName>): QueuedEntry {
  const name = names.get(entry.player);
  return {
    ...showEntry(entry),
    account: {
      id: entry.player,
      name: name?.name ?? entry.player,
      source: name?.source ?? "",
      playerId: name?.externalId ?? "",
    },
    user: String(entry.user),
  };
}
