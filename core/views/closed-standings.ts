import type { Pool } from "pg";
import type { PlayerId } from "../../wire/ids.js";
import { cents, formatCents, formatMicroUsd, microUsd, type Cents } from "../../wire/money.js";
import type { MyStanding } from "../../wire/race.js";
import {
  resultAround,
  resultAtRank,
  resultPage,
  resultPlace,
  type ResultBoardRow,
} from "../settlement/read-result-rows.js";
import type { ClosedBoard } from "./closed-boards.js";
import { NO_PLACE } from "./my-standing.js";

/** What a row of a closed race pays. */
export function closedPrize(board: ClosedBoard, row: ResultBoardRow): Cents {
  return board.isVoid ? cents(0n) : row.prize;
}

export async function closedPage(
  pool: Pool,
  board: ClosedBoard,
  offset: number,
  limit: number,
): Promise<ResultBoardRow[]> {
  return board.resultId === null ? [] : resultPage(pool, board.resultId, offset, limit);
}

export async function closedAround(
  pool: Pool,
  board: ClosedBoard,
  player: PlayerId,
  span: number,
): Promise<ResultBoardRow[]> {
  return board.resultId === null ? [] : resultAround(pool, board.resultId, player, span);
}

/** One player's place in a result. Nothing can be reached any more, so no next place and no projection. */
export async function closedStanding(pool: Pool, board: ClosedBoard, player: PlayerId): Promise<MyStanding> {
  const { resultId, version } = board;
  const nothing = { ...NO_PLACE, nextPaidRank: null, needed: null, version };
  if (resultId === null) return nothing;
  const row = await resultPlace(pool, resultId, player);
  if (row === null) return nothing;
  const below = await resultAtRank(pool, resultId, row.rank + row.tied);
  return {
    ...nothing,
    rank: row.rank,
    wagered: formatMicroUsd(row.score),
    prize: formatCents(closedPrize(board, row)),
    gapUp: row.rank === 1 ? null : formatMicroUsd(row.gap),
    gapDown: below === null ? null : formatMicroUsd(microUsd(row.score - below.score)),
  };
}
