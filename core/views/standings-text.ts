import type { Standings } from "../../wire/race.js";

/** Everything of a page but its rows. */
export type StandingsHead = Omit<Standings, "rows" | "nextCursor">;

/** `JSON.stringify` of a page whose rows are text already. */
export function standingsText(head: StandingsHead, rows: string, nextCursor: string | null): string {
  return `${JSON.stringify(head).slice(0, -1)},"rows":${rows},"nextCursor":${JSON.stringify(nextCursor)}}`;
}
