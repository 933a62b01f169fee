import type { StandingsRow } from "../../../../wire/race.js";

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
