import type { Pool, PoolClient } from "pg";
import { playerId } from "../../../wire/ids.js";
import { cents, microUsd, type Cents } from "../../../wire/money.js";
import type { LanePlace } from "./rank-lane.js";

/** A stored place of a lane with what it pays. */
export interface LaneRow extends LanePlace {
  /** Number of the lane in the rules, from 1. */
  lane: number;
  prize: Cents;
}

const ROWS = `
  select lane, position, rank, player_id::text, score::text, last_month::text, before::text, prize::text
  from race_lane_rows where result_id = $1 and position <= $2 order by lane, position`;

/** The places of all lanes of a result, in order. @param most places of each lane */
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
  }>(ROWS, [resultId, most]);
  return rows.map((row) => ({
    lane: row.lane,
    position: row.position,
    rank: row.rank,
    playerId: playerId(Number(row.player_id)),
    score: microUsd(BigInt(row.score)),
    lastMonth: row.last_month === null ? null : microUsd(BigInt(row.last_month)),
    before: row.before === null ? null : microUsd(BigInt(row.before)),
    prize: cents(BigInt(row.prize)),
  }));
}
