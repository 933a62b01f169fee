import type { PoolClient } from "pg";
import { playerId, type PlayerId, type RaceId } from "../../../wire/ids.js";
import type { UncertainPlace } from "../uncertain-places.js";
import { LEAST_MEMBERS, squadMembers } from "./rank-lane.js";

/** Whoever competes for a place of a lane: a player, or the members of a squad. */
export interface Contender {
  players: PlayerId[];
  place: UncertainPlace;
  /** Whether he takes part however the wager at boundaries fell. */
  isSure: boolean;
}

const MEMBERS = `
  select squad_id::text as squad, player_id::text as player from (${squadMembers("$1", "$2")}) as counting`;

/** The squad of each player who counts for one. @param most members of a squad */
export async function readSquadOf(client: PoolClient, race: RaceId, most: number): Promise<Map<PlayerId, string>> {
  const { rows } = await client.query<{ squad: string; player: string }>(MEMBERS, [race, most]);
  return new Map(rows.map(({ squad, player }) => [playerId(Number(player)), squad]));
}

/**
 * Squads with what the boundaries leave open about all their members together. A member who may drop out takes his whole score
 * with him; one who may come in brings his.
 * @param contenders single players, those without a place among them
 * @returns best first, squads without a place last
 */
export function asSquads(contenders: readonly Contender[], squadOf: ReadonlyMap<PlayerId, string>): Contender[] {
  const squads = new Map<string, Contender[]>();
  for (const contender of contenders) {
    const squad = squadOf.get(contender.players[0] ?? playerId(0));
    if (squad === undefined) continue;
    const others = squads.get(squad);
    if (others === undefined) squads.set(squad, [contender]);
    else others.push(contender);
  }
  const united = [...squads.values()].map(unite).sort((a, b) => compare(b.place.score, a.place.score));
  return united.map((squad) => {
    const isPlaced = squad.place.rank !== null;
    const rank = isPlaced ? 1 + united.filter((other) => isAbove(other, squad)).length : null;
    return { ...squad, place: { ...squad.place, rank } };
  });
}

function unite(members: readonly Contender[]): Contender {
  const placed = members.filter(({ place }) => place.rank !== null);
  const sure = placed.filter(({ isSure }) => isSure);
  const isSquad = placed.length >= LEAST_MEMBERS;
  const score = sum(placed.map(({ place }) => place.score));
  const up = sum(members.map(({ place }) => place.up));
  const down = sum(placed.map(({ place, isSure }) => (isSure ? place.down : place.score)));
  return {
    players: members.flatMap(({ players }) => players),
    place: {
      player: members[0]?.place.player ?? "",
      // The number follows once all squads are there.
      rank: isSquad ? 0 : null,
      score: isSquad ? score : 0n,
      up: isSquad ? up : members.length >= LEAST_MEMBERS ? score + up : 0n,
      down: isSquad ? down : 0n,
    },
    isSure: !isSquad || sure.length >= LEAST_MEMBERS,
  };
}

function isAbove(other: Contender, squad: Contender): boolean {
  return other.place.rank !== null && other.place.score / 10_000n > squad.place.score / 10_000n;
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}
