import type { PoolClient } from "pg";
import { formatPlayerId, playerId, type PlayerId } from "../../../wire/ids.js";
import { monthBefore, timeBefore, type RaceLane } from "../../races/race-lanes.js";
import type { RaceRecord } from "../../races/read-races.js";
import type { PaidLanePlace } from "../polled-source-blocks.js";
import { uncertainPlaces } from "../uncertain-places.js";
import { NO_VOLUME, sideBySide, volumeIn, type Query } from "./rank-lane.js";
import { LISTED_PLACES, type RankedResult } from "./settle-lanes.js";
import { asSquads, readSquadOf, type Contender } from "./squad-blocks.js";

/** What polls leave open about the lanes of a result. */
export interface LaneBlocks {
  uncertain: { kind: "uncertain_boundary"; rank: number; player: string; lane: string }[];
  /** Places that will be paid. */
  paid: PaidLanePlace[];
  /** Score (micro-USD) from which somebody without a past would be paid in a lane; null where he never would. */
  openFrom: bigint | null;
}

type Result = Pick<RankedResult, "id" | "rules" | "position">;

/**
 * Lanes of a result in which wager that no poll could place could change a paid rank: at the boundaries of the race, of the
 * month that divides players, and of the time that improvement is measured against.
 */
export async function findLaneBlocks(client: PoolClient, race: RaceRecord, result: Result): Promise<LaneBlocks> {
  const found: LaneBlocks = { uncertain: [], paid: [], openFrom: null };
  for (const lane of race.lanes) {
    const contenders = await readContenders(client, { race, lane, result });
    const places = contenders.map(({ place }) => place);
    const paid = { ranks: lane.prizes.length, thresholds: [] };
    const unsure = contenders.flatMap(({ place, isSure }) => {
      const { player, rank } = place;
      return !isSure && rank !== null && rank <= lane.prizes.length ? [{ player, rank }] : [];
    });
    const contested = [...unsure, ...uncertainPlaces(places, paid)];
    const once = new Map(contested.map(({ player, rank }) => [player, rank]));
    for (const [player, rank] of once) {
      found.uncertain.push({ kind: "uncertain_boundary", rank, player, lane: lane.title });
    }
    const winners = contenders.filter(({ place: { rank } }) => rank !== null && rank <= lane.prizes.length);
    for (const { players, place } of winners) {
      for (const id of players) found.paid.push({ playerId: id, rank: place.rank ?? 0, lane: lane.title });
    }
    // A newcomer in a squad is asked about in any case (settlement-blocks.ts).
    const isForNewcomers =
      lane.squads === null && lane.counts === "score" && (lane.lastMonth === null || lane.lastMonth.from === 0n);
    if (!isForNewcomers) continue;
    const last = winners.length < lane.prizes.length ? 1n : (winners.at(-1)?.place.score ?? 1n);
    const from = last < race.minWager ? race.minWager : last;
    if (found.openFrom === null || from < found.openFrom) found.openFrom = from;
  }
  return found;
}

interface Asked {
  race: RaceRecord;
  lane: RaceLane;
  result: Result;
}

/**
 * What polled differences that lie across a boundary add and take, by boundary. Where the source has told the race's window
 * itself, the boundaries of the race are certain; of the time before nobody has asked it.
 */
function crossings({ race }: Asked): Query {
  const [month, earlier] = [monthBefore(race), timeBefore(race)];
  const across = (at: number, side: "up" | "down"): string =>
    `coalesce(sum(greatest(${side === "up" ? "" : "-"}delta, 0)) filter (where covers_from < $${at} and occurred_at > $${at}`;
  const told = `not exists (select from window_readings w
    where w.race_id = $7 and w.source_id = l.source_id and w.answered_at is not null)`;
  const columns = ["start", "end"].flatMap((name, at) => [
    `${across(at + 1, "up")} and ${told}), 0) as ${name}_up`,
    `${across(at + 1, "down")} and ${told}), 0) as ${name}_down`,
  ]);
  const past = ["past_end", "past_start", "month_start", "month_end"].flatMap((name, at) => {
    const parameter = [1, 3, 4, 5][at] ?? 1;
    return [`${across(parameter, "up")}), 0) as ${name}_up`, `${across(parameter, "down")}), 0) as ${name}_down`];
  });
  return {
    text: `
      select player_id, ${[...columns, ...past].join(", ")} from ledger l
      where kind = 'snapshot' and ($6::text[] is null or source_id in (select id from sources where slug = any($6)))
        and ((covers_from < $1 and occurred_at > $1) or (covers_from < $2 and occurred_at > $2)
          or (covers_from < $3 and occurred_at > $3) or (covers_from < $4 and occurred_at > $4)
          or (covers_from < $5 and occurred_at > $5))
      group by player_id`,
    values: [race.startsAt, race.endsAt, earlier.start, month.start, month.end, race.sources, race.id],
  };
}

/** Everybody who has no prize of the main table, or could have a score. */
const FIELD = `
  select player_id, score, reached_at from race_result_rows where result_id = $1 and rank is not null and prize = 0`;
const NOT_IN_FIELD = `
  select player_id from race_result_rows where result_id = $1 and (rank is null or prize > 0)`;

function playersStatement(asked: Asked, players: PlayerId[] | null): Query {
  const { race, lane, result } = asked;
  const isImproved = lane.counts === "improvement";
  const { text, values } = sideBySide({
    field: { text: FIELD, values: [result.id] },
    gone: { text: NOT_IN_FIELD, values: [result.id] },
    crossed: crossings(asked),
    month: lane.lastMonth === null ? NO_VOLUME : volumeIn(monthBefore(race), { race, ...result }),
    earlier: isImproved ? volumeIn(timeBefore(race), { race, ...result }) : NO_VOLUME,
  });
  const [cap, from, below, least, listed, paid, only] = [1, 2, 3, 4, 5, 6, 7].map((at) => `$${values.length + at}`);
  const reached = race.tieRule === "first" ? ", reached_at" : "";
  // The score of a race may be more by what crossed its end and less by what crossed its start; what was wagered before it, the
  // other way round, and more of it makes the improvement smaller.
  const before = (bound: "up" | "down"): string => {
    const other = bound === "up" ? "down" : "up";
    return isImproved ? `coalesce(past_end_${bound} + past_start_${other}, 0)` : "0";
  };
  return {
    text: `
  with ${text}, measured as (
    select player_id, f.reached_at, coalesce(f.score, 0) as race_score,
           coalesce(end_up + start_down, 0) as score_up, coalesce(end_down + start_up, 0) as score_down,
           greatest(coalesce(m.volume, 0), 0) as last_month,
           coalesce(month_end_up + month_start_down, 0) as month_up, coalesce(month_end_down + month_start_up, 0) as month_down,
           greatest(coalesce(e.volume, 0), 0) as before, ${before("up")} as before_up, ${before("down")} as before_down
    from field f full join crossed using (player_id)
      left join month m using (player_id) left join earlier e using (player_id)
    where player_id not in (select player_id from gone)
  ), bounded as (
    select *, least(race_score, ${cap}::bigint)${isImproved ? " - before" : ""} as score,
           score_up + before_down as up, score_down + before_up as down,
           race_score >= ${least}::bigint and reached_at is not null${isImproved ? " and before > 0" : ""}
             and (${from}::bigint is null or last_month >= ${from}) and (${below}::bigint is null or last_month < ${below}) as is_in,
           race_score - score_down >= ${least}::bigint${isImproved ? " and before - before_down > 0" : ""}
             and (${from}::bigint is null or last_month - month_down >= ${from})
             and (${below}::bigint is null or last_month + month_up < ${below}) as is_sure,
           race_score + score_up >= ${least}::bigint${isImproved ? " and before + before_up > 0" : ""}
             and (${from}::bigint is null or last_month + month_up >= ${from})
             and (${below}::bigint is null or last_month - month_down < ${below}) as may_be
    from measured
  ), placed as (
    select *, case when is_in and score > 0 then
             rank() over (partition by is_in and score > 0 order by floor(score / 10000.0) desc${reached}) end::int as rank,
           row_number() over (order by is_in and score > 0 desc, floor(score / 10000.0) desc, reached_at, player_id) as position
    from bounded where is_in or (may_be and score + up > 0)
  )
  select player_id::text as id, rank, score::text, up::text, down::text, is_sure as "isSure"
  from placed where case when ${only}::bigint[] is null
    then rank <= ${paid} or position <= ${listed} or up > 0 or down > 0 or not is_sure else player_id = any(${only}) end
  order by position`,
    values: [
      ...values,
      lane.cap?.toString() ?? null,
      lane.lastMonth?.from.toString() ?? null,
      lane.lastMonth?.below?.toString() ?? null,
      race.minWager.toString(),
      LISTED_PLACES,
      lane.prizes.length,
      players,
    ],
  };
}

/** Whoever competes in a lane: players, or squads. */
async function readContenders(client: PoolClient, asked: Asked): Promise<Contender[]> {
  const { race, lane } = asked;
  if (lane.squads === null) return readPlayers(client, asked, null);
  const squadOf = await readSquadOf(client, race.id, lane.squads.most);
  return asSquads(await readPlayers(client, asked, [...squadOf.keys()]), squadOf);
}

/** @param only these players; null for all who could matter */
async function readPlayers(client: PoolClient, asked: Asked, only: PlayerId[] | null): Promise<Contender[]> {
  const { text, values } = playersStatement(asked, only);
  const { rows } = await client.query<{
    id: string;
    rank: number | null;
    score: string;
    up: string;
    down: string;
    isSure: boolean;
  }>(text, [...values]);
  return rows.map((row) => {
    const id = playerId(Number(row.id));
    const [score, up, down] = [BigInt(row.score), BigInt(row.up), BigInt(row.down)];
    const player = formatPlayerId(id);
    // Whoever may join a lane counts in it with his whole score: until then he has none there.
    const place =
      row.rank === null ? { rank: null, score: 0n, up: score + up, down: 0n } : { rank: row.rank, score, up, down };
    return { players: [id], place: { player, ...place }, isSure: row.isSure };
  });
}
