import type { MyStanding, Race, StandingsRow } from "../../../../wire/race.js";
import type { LiveBoard } from "../../lib/live/board.js";
import type { StandingsView } from "../../lib/standings/live-standings.js";

export interface ReadyBoard extends StandingsView {
  phase: "ready";
  race: Race;
  mine: MyStanding | undefined;
  /** Server time at which it was kept on the device; only until the newest has been read. */
  savedAtMs?: number;
}

/** What a race page shows. `missing`: there is no such race, or no current one. */
export type BoardView = { phase: "loading" | "missing" | "failed" } | ReadyBoard;

/** A standing whose rank has changed: what was said about the way to the next prize is no longer true. */
export function moveTo(mine: MyStanding, change: Pick<MyStanding, "rank" | "wagered" | "version">): MyStanding {
  if (change.rank === mine.rank) return { ...mine, ...change };
  return { ...mine, ...change, gapUp: null, gapDown: null, nextPaidRank: null, needed: null };
}

/**
 * One's own place as the live board has it, when it is among the top: the card and the list below it must never tell
 * two stories.
 */
export function withOwnRow(mine: MyStanding, top: LiveBoard, player: string | undefined): MyStanding {
  const row = top.version >= mine.version ? top.rows.find((candidate) => candidate.player.id === player) : undefined;
  if (row === undefined) return mine;
  const { rank, wagered, prize, gap } = row;
  const moved = moveTo(mine, { rank, wagered, version: top.version });
  // A row's gap is its distance to the next better score, so that of the first worse row is one's own lead over it.
  const below = top.rows.find((other) => other.rank > rank);
  return { ...moved, prize, gapUp: rank === 1 ? null : gap, gapDown: below?.gap ?? moved.gapDown };
}

/** Rank of the next better score among the loaded rows; `undefined` for the leader and where rows are missing. */
export function rankAbove(rows: readonly StandingsRow[], rank: number | null | undefined): number | undefined {
  if (rank === null || rank === undefined) return undefined;
  const at = rows.findIndex((row) => row.rank === rank);
  return at > 0 ? rows[at - 1]?.rank : undefined;
}
