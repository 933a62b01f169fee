import type { PoolClient } from "pg";
import { playerId, type PlayerId } from "../../wire/ids.js";
import type { ExclusionKind } from "../../wire/admin-settlement.js";
import type { RaceRecord } from "../races/read-races.js";
import type { Exclusions } from "./excluded-players.js";

/** Why a player leaves before ranks are computed. */
export type LeftOutBy = ExclusionKind | "not_linked";

/** Whose link was proven when the race ended; a link made later does not mend that. */
const LINKED = `
  select distinct player_id::text as id from links
  where state in ('approved', 'ended') and coalesce(decided_at, created_at) <= $1 and (ended_at is null or ended_at > $1)`;

/**
 * Who of the players is left out of a race, and by which rule.
 * @param players everybody with entries that count
 */
export async function rulesThatLeaveOut(
  client: PoolClient,
  race: RaceRecord,
  exclusions: Exclusions,
  players: Float64Array,
): Promise<Map<PlayerId, LeftOutBy>> {
  const leftOut = new Map<PlayerId, LeftOutBy>();
  if (race.requireLink) {
    const { rows } = await client.query<{ id: string }>(LINKED, [race.endsAt]);
    const linked = new Set(rows.map(({ id }) => Number(id)));
    for (const player of players) if (!linked.has(player)) leftOut.set(playerId(player), "not_linked");
  }
  for (const { raceId, playerId: player, kind } of exclusions.players) {
    if (raceId === null || raceId === race.id) leftOut.set(player, kind);
  }
  return leftOut;
}
