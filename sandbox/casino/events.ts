import { formatUsd } from "./money.js";

export interface Game {
  readonly id: string;
  readonly name: string;
  readonly category: string;
}

export interface Wager {
  readonly wagerId: string;
  /** Left out on the wire when it is 1, as senders without revisions do. */
  readonly revision: number;
  readonly playerId: string;
  readonly playerName: string;
  readonly amountMicroUsd: bigint;
  readonly occurredAt: Date;
  readonly game: Game;
}

export interface VoidedWager {
  readonly wagerId: string;
  readonly playerId: string;
  /** Without one it outranks every revision. */
  readonly revision?: number;
}

export interface NamedPlayer {
  readonly playerId: string;
  readonly playerName: string;
}

/** A body ready to be signed, and the path below `/hooks/v1/:source` that takes it. */
export interface Post {
  readonly path: "" | "/batch" | "/totals";
  readonly body: string;
}

/** A settled wager; with a higher revision it corrects an earlier one. */
export function wagerSettled(wager: Wager, at: Date): Post {
  return post("", "wager.settled", at, wagerData(wager));
}

export function wagerVoided(wager: VoidedWager, at: Date): Post {
  return post("", "wager.voided", at, {
    wager_id: wager.wagerId,
    player_id: wager.playerId,
    ...(wager.revision !== undefined && { revision: wager.revision }),
  });
}

/** At most 1,000 wagers and 1 MiB, by contract. */
export function wagerBatch(wagers: readonly Wager[], at: Date): Post {
  return post("/batch", "wager.batch", at, { wagers: wagers.map(wagerData) });
}

export function playerRenamed(player: NamedPlayer, at: Date): Post {
  return post("", "player.renamed", at, { player_id: player.playerId, player_name: player.playerName });
}

export function playerReferred(player: NamedPlayer, referredAt: Date, at: Date): Post {
  return post("", "player.referred", at, {
    player_id: player.playerId,
    player_name: player.playerName,
    referred_at: referredAt.toISOString(),
  });
}

/** Lifetime totals of all players at one instant. */
export function totalsSnapshot(
  players: readonly (NamedPlayer & { readonly allTimeMicroUsd: bigint })[],
  asOf: Date,
  at: Date,
): Post {
  return post("/totals", "totals.snapshot", at, {
    as_of: asOf.toISOString(),
    players: players.map(({ playerId, playerName, allTimeMicroUsd }) => ({
      player_id: playerId,
      player_name: playerName,
      all_time: formatUsd(allTimeMicroUsd),
    })),
  });
}

function post(path: Post["path"], type: string, at: Date, data: object): Post {
  return { path, body: JSON.stringify({ type, timestamp: at.toISOString(), data }) };
}

function wagerData(wager: Wager): object {
  return {
    wager_id: wager.wagerId,
    ...(wager.revision !== 1 && { revision: wager.revision }),
    player_id: wager.playerId,
    player_name: wager.playerName,
    amount: formatUsd(wager.amountMicroUsd),
    currency: "USD",
    occurred_at: wager.occurredAt.toISOString(),
    game: wager.game,
  };
}
