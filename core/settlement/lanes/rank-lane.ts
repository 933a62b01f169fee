import type { PoolClient } from "pg";
import { playerId, type PlayerId } from "../../../wire/ids.js";
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

/** A place in a lane. */
export interface LanePlace {
  position: number;
  rank: number;
  playerId: PlayerId;
  /** What the lane ranks by. */
  score: MicroUsd;
  /** Volume of the month before the race; null in a lane that does not ask for it. */
  lastMonth: MicroUsd | null;
  /** Volume of the time of the same length before the race; null in a lane that does not compare with it. */
  before: MicroUsd | null;
}

/** Who may win in lanes, and by which part of the ledger all of it is judged. */
export interface LaneField {
  race: RaceRecord;
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

function laneStatement(lane: RaceLane, field: LaneField, most: number): Query {
  const { race, players } = field;
  const isImproved = lane.counts === "improvement";
  const { text, values } = sideBySide({
    field: players,
    month: lane.lastMonth === null ? NO_VOLUME : volumeIn(monthBefore(race), field),
    earlier: isImproved ? volumeIn(timeBefore(race), field) : NO_VOLUME,
  });
  const [cap, from, below, paid, listed] = [1, 2, 3, 4, 5].map((at) => `$${values.length + at}`);
  const reached = race.tieRule === "first" ? ", reached_at" : "";
  return {
    text: `
  with ${text}, measured as (
    select f.player_id, f.reached_at, greatest(coalesce(m.volume, 0), 0) as last_month,
           greatest(coalesce(e.volume, 0), 0) as before,
           least(f.score, ${cap}::bigint)${isImproved ? " - greatest(coalesce(e.volume, 0), 0)" : ""} as score
    from field f left join month m using (player_id) left join earlier e using (player_id)
  ), placed as (
    select *, row_number() over (order by score / 10000 desc, reached_at, player_id)::int as position,
           rank() over (order by score / 10000 desc${reached})::int as rank
    from measured
    where score > 0${isImproved ? " and before > 0" : ""} and (${from}::bigint is null or last_month >= ${from})
      and (${below}::bigint is null or last_month < ${below})
  )
  select position, rank, player_id::text, score::text, last_month::text, before::text
  from placed where rank <= ${paid} or position <= ${listed} order by position`,
    values: [
      ...values,
      lane.cap?.toString() ?? null,
      lane.lastMonth?.from.toString() ?? null,
      lane.lastMonth?.below?.toString() ?? null,
      lane.prizes.length,
      most,
    ],
  };
}

/**
 * Ranks a lane from what the client's snapshot shows: more whole cents first, then who reached his score earlier.
 * @param most places that are given beside those that are paid
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
  }>(text, [...values]);
  return rows.map((row) => ({
    position: row.position,
    rank: row.rank,
    playerId: playerId(Number(row.player_id)),
    score: microUsd(BigInt(row.score)),
    lastMonth: lane.lastMonth === null ? null : microUsd(BigInt(row.last_month)),
    before: lane.counts === "improvement" ? microUsd(BigInt(row.before)) : null,
  }));
}
