import type { Pool, PoolClient } from "pg";
import { playerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import type { ExclusionKind } from "../../wire/admin-settlement.js";

/** A player that leaves before ranks are computed. */
export interface ExcludedPlayer {
  playerId: PlayerId;
  kind: ExclusionKind;
  /** The only race it holds for; null holds for all. */
  raceId: string | null;
}

export interface Exclusions {
  players: ExcludedPlayer[];
  /** Transaction of the newest change; 0 without any. */
  xid: bigint;
}

/**
 * Exclusions of players and of people, who take their linked accounts with them; whoever holds a role is staff.
 * One row without a player carries the newest change even when nobody is excluded.
 */
const EXCLUDED = `
  with active as (
    select * from race_exclusions where lifted_at is null and (until is null or until > $1)
      and (not $2 or race_id is not null or kind <> 'self_excluded' or created_at <= $1)
  ), excluded as (
    select race_id, player_id, kind from active where player_id is not null
    union all
    select e.race_id, l.player_id, e.kind from active e join links l on l.user_id = e.user_id and l.state = 'approved'
    union all
    select null, l.player_id, 'staff' from user_roles r join links l on l.user_id = r.user_id and l.state = 'approved'
    where not $2 or r.granted_at <= $1
  )
  select distinct x.race_id, x.player_id::text, x.kind, newest.xid
  from (select coalesce(max(xid), '0')::text as xid from race_exclusions) newest left join excluded x on true
  order by 1, 2, 3`;

/**
 * Who is left out, and of what.
 * @param at exclusions that ended before it no longer hold: the end of a race, or now for boards
 * @param judged `at the end` of a race: a break that somebody takes after it, or a role that he gets, costs no prize he has
 *   won; a ban and a second account do, whenever they are found
 */
export async function readExclusions(
  client: Pool | PoolClient,
  at: Date,
  judged: "now" | "at the end" = "now",
): Promise<Exclusions> {
  const { rows } = await client.query<{
    race_id: string | null;
    player_id: string | null;
    kind: ExclusionKind;
    xid: string;
  }>({ name: "excluded-players", text: EXCLUDED, values: [at, judged === "at the end"] });
  return {
    players: rows.flatMap(({ race_id: raceId, player_id: player, kind }) =>
      player === null ? [] : [{ raceId, playerId: playerId(Number(player)), kind }],
    ),
    xid: BigInt(rows[0]?.xid ?? 0),
  };
}

/** The players that a race, or with null a calendar board, leaves out. */
export function excludedFrom(race: RaceId | null, { players }: Exclusions): Set<PlayerId> {
  return new Set(players.flatMap(({ raceId, playerId: id }) => (raceId === null || raceId === race ? [id] : [])));
}
