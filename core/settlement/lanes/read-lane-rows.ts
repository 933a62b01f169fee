import type { Pool, PoolClient } from "pg";
import { playerId } from "../../../wire/ids.js";
import { cents, microUsd } from "../../../wire/money.js";
import type { PaidPlace } from "./share-lane-prizes.js";

/** A stored place of a lane. */
export interface LaneRow extends PaidPlace {
  /** Number of the lane in the rules, from 1. */
  lane: number;
}

const ROWS = `
  select lane, position, rank, player_id::text, score::text, last_month::text, before::text, prize::text, squad_id::text as squad
  from race_lane_rows where result_id = $1 and (position <= $2 or (squad_id is not null and rank <= $2)) order by lane, position`;

/** The places of all lanes of a result, in order. @param most places of each lane, or squads, which come whole */
export async function readLaneRows(client: Pool | PoolClient, resultId: number, most: number): Promise<LaneRow[]> {
  const { rows } = await client.query<{
    lane: number;
    position: number;
    rank: number;
    player_id: string;
    score: string;
    last_month: string | null;
    before: string | null;
    prize: string;
    squad: string | null;
  }>(ROWS, [resultId, most]);
  return rows.map((row) => ({
    lane: row.lane,
    position: row.position,
    rank: row.rank,
    squad: row.squad,
    playerId: playerId(Number(row.player_id)),
    score: microUsd(BigInt(row.score)),
    lastMonth: row.last_month === null ? null : microUsd(BigInt(row.last_month)),
    before: row.before === null ? null : microUsd(BigInt(row.before)),
    prize: cents(BigInt(row.prize)),
  }));
}
