import type { MyStanding, Race, StandingsRow } from "../../../../wire/race.js";

export interface ReadyBoard {
  phase: "ready";
  race: Race;
  /** In rank order: the live top, then what has been loaded of the rest. */
  rows: readonly StandingsRow[];
  /** Players on the board. */
  total: number;
  more: "none" | "idle" | "loading" | "failed";
  mine: MyStanding | undefined;
}

/** What a race page shows. `missing`: there is no such race, or no current one. */
export type BoardView =
  | { phase: "loading" | "missing" }
  | { phase: "failed"; isOffline: boolean }
  | ReadyBoard;

/** Rows beyond the live top, as one answer of the API. */
export interface TailPage {
  cursor: string;
  rows: readonly StandingsRow[];
  version: number;
  loadedAtMs: number;
}

/**
 * One list of the live top and the loaded rest. Somebody who has risen into the top is still in an older page, so the
 * top wins; within the pages the first one does.
 */
export function mergeRows(top: readonly StandingsRow[], pages: readonly TailPage[]): readonly StandingsRow[] {
  if (pages.length === 0) return top;
  const seen = new Set(top.map(({ player }) => player.id));
  const rows = [...top];
  for (const page of pages) {
    for (const row of page.rows) {
      if (seen.has(row.player.id)) continue;
      seen.add(row.player.id);
      rows.push(row);
    }
  }
  return rows;
}
