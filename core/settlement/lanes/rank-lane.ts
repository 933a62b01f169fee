import type { PoolClient } from "pg";
import { playerId, type PlayerId, type RaceId } from "../../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../../wire/money.js";
import { COUNTED_ENTRIES, countedEntriesParameters, type LedgerPosition } from "../../boards/counted-entries.js";
import type { CountingRules } from "../../boards/counting-rules.js";
import { monthBefore, timeBefore, type RaceLane } from "../../races/race-lanes.js";
import type { RaceRecord } from "../../races/read-races.js";

/** A query with its own parameters, numbered from $1. */
export interface Query {
  text: string;
  values: readonly unknown[];
}

/** A place in a lane; in one for squads, a member of a squad. */
export interface LanePlace {
  position: number;
  /** Of the player, or of his squad. */
  rank: number;
  playerId: PlayerId;
  /** What the lane ranks by; of a squad, what this member adds. */
  score: MicroUsd;
  /** The squad he counts for; null in a lane for players. */
  squad: string | null;
  /** Volume of the month before the race; null in a lane that does not ask for it. */
  lastMonth: MicroUsd | null;
  /** Volume of the time of the same length before the race; null in a lane that does not compare with it. */
  before: MicroUsd | null;
}

/** Who may win in lanes, and by which part of the ledger all of it is judged. */
export interface LaneField {
  race: Pick<RaceRecord, "startsAt" | "endsAt" | "timeZone" | "tieRule"> & {
    /** Whose squads compete; left out of a race that is only thought of, which has none. */
    id?: RaceId;
  };
  rules: CountingRules;
  position: LedgerPosition;
  /** `player_id`, `score` and `reached_at` of everybody with the minimum wager and without a prize of the main table. */
  players: Query;
}

const NOBODY: ReadonlySet<PlayerId> = new Set();
export const NO_VOLUME: Query = {
  text: "select null::bigint as player_id, null::bigint as volume where false",
  values: [],
};

/** Volume by the race's sources and weights, as calendar boards count it: no opening total, no adjustment of one race. */
export function volumeIn(interval: { start: Date; end: Date }, { rules, position }: Omit<LaneField, "players">): Query {
  const counting = { ...rules, interval, race: null, openings: NOBODY };
  return {
    text: `select player_id, sum_micro(counted) as volume from (${COUNTED_ENTRIES}) as e where counted <> 0 group by 1`,
    values: countedEntriesParameters(counting, position),
  };
}

/** Puts queries side by side into one statement: the parameters of each are numbered after those before it. */
export function sideBySide<Name extends string>(queries: Record<Name, Query>): Query {
  const values: unknown[] = [];
  const parts = Object.entries<Query>(queries).map(([name, query]) => {
    const from = values.length;
    values.push(...query.values);
    return `${name} as (${query.text.replaceAll(/\$(\d+)/g, (_, number) => `$${Number(number) + from}`)})`;
  });
  return { text: parts.join(", "), values };
}

/** Equal whole cents share a rank; by the tie rule `first`, only what was also reached in the same moment. */
function order({ tieRule }: LaneField["race"]): string {
  return `score / 10000 desc${tieRule === "first" ? ", reached_at" : ""}`;
}

function placedPlayers(race: LaneField["race"]): string {
  return `placed as (
    select *, null::bigint as squad, position as turn from (
      select *, row_number() over (order by score / 10000 desc, reached_at, player_id)::int as position,
             rank() over (order by ${order(race)})::int as rank
      from counted
    ) as p
  )`;
}

/** A squad that only one player counts for is none: he would win alone what is meant for several. */
export const LEAST_MEMBERS = 2;

/**
 * Who counts for which squad of a race. Members beyond the limit, which a change of the rules may have lowered, count no
 * more: the last to join first.
 * @param race and `most` are parameters of the statement, such as `$1`
 */
export function squadMembers(race: string | undefined, most: string | undefined): string {
  return `select squad_id, player_id from (
      select *, row_number() over (partition by squad_id order by joined_at, player_id) as at
      from race_squad_members where race_id = ${race}
    ) as m where at <= ${most}::int`;
}

/** A squad's score is the sum of its members', reached when the last of them reached his. */
function placedSquads(race: LaneField["race"], id: string | undefined, most: string | undefined): string {
  return `joined as (
    ${squadMembers(id, most)}
  ), sums as (
    select squad_id as squad, sum(score)::bigint as score, max(reached_at) as reached_at
    from counted join joined using (player_id) group by squad_id having count(*) >= ${LEAST_MEMBERS}
  ), squads as (
    select squad, row_number() over (order by score / 10000 desc, reached_at, squad)::int as turn,
           rank() over (order by ${order(race)})::int as rank
    from sums
  ), placed as (
    select c.*, s.squad, s.turn, s.rank, row_number() over (order by s.turn, c.score desc, c.reached_at, c.player_id)::int as position
    from counted c join joined j using (player_id) join squads s on s.squad = j.squad_id
  )`;
}

function laneStatement(lane: RaceLane, field: LaneField, listedPlaces: number): Query {
  const { race, players } = field;
  const isImproved = lane.counts === "improvement";
  const { text, values } = sideBySide({
    field: players,
    month: lane.lastMonth === null ? NO_VOLUME : volumeIn(monthBefore(race), field),
    earlier: isImproved ? volumeIn(timeBefore(race), field) : NO_VOLUME,
  });
  const [cap, from, below, paid, listed, id, most] = [1, 2, 3, 4, 5, 6, 7].map((at) => `$${values.length + at}`);
  return {
    text: `
  with ${text}, measured as (
    select f.player_id, f.reached_at, greatest(coalesce(m.volume, 0), 0) as last_month,
           greatest(coalesce(e.volume, 0), 0) as before,
           least(f.score, ${cap}::bigint)${isImproved ? " - greatest(coalesce(e.volume, 0), 0)" : ""} as score
    from field f left join month m using (player_id) left join earlier e using (player_id)
  ), counted as (
    select * from measured
    where score > 0${isImproved ? " and before > 0" : ""} and (${from}::bigint is null or last_month >= ${from})
      and (${below}::bigint is null or last_month < ${below})
  ), ${lane.squads === null ? placedPlayers(race) : placedSquads(race, id, most)}
  select position, rank, player_id::text, score::text, last_month::text, before::text, squad::text
  from placed where rank <= ${paid} or turn <= ${listed} order by position`,
    values: [
      ...values,
      lane.cap?.toString() ?? null,
      lane.lastMonth?.from.toString() ?? null,
      lane.lastMonth?.below?.toString() ?? null,
      lane.prizes.length,
      listedPlaces,
      ...(lane.squads === null ? [] : [race.id ?? null, lane.squads.most]),
    ],
  };
}

/**
 * Ranks a lane from what the client's snapshot shows: more whole cents first, then who reached his score earlier.
 * @param most places, or squads, that are given beside those that are paid
 */
export async function rankLane(
  client: PoolClient,
  lane: RaceLane,
  field: LaneField,
  most: number,
): Promise<LanePlace[]> {
  const { text, values } = laneStatement(lane, field, most);
  const { rows } = await client.query<{
    position: number;
    rank: number;
    player_id: string;
    score: string;
    last_month: string;
    before: string;
    squad: string | null;
  }>(text, [...values]);
  return rows.map((row) => ({
    position: row.position,
    rank: row.rank,
    playerId: playerId(Number(row.player_id)),
    score: microUsd(BigInt(row.score)),
    squad: row.squad,
    lastMonth: lane.lastMonth === null ? null : microUsd(BigInt(row.last_month)),
    before: lane.counts === "improvement" ? microUsd(BigInt(row.before)) : null,
  }));
}
