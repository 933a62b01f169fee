import type { Cents } from "../../wire/money.js";
import { cents } from "../../wire/money.js";
import type { BoardKey, BoardPage, BoardRow, BoardVersion, LiveBoards } from "../boards/live-boards.js";
import type { RaceRecord } from "../races/read-races.js";
import { isoText } from "../time/iso-text.js";
import { dataAge } from "./data-age.js";
import { prizeNow } from "./standings-rows.js";
import type { StandingsHead } from "./standings-text.js";

/** Everything that the rows of a page depend on. */
export interface PageState extends BoardVersion {
  race: RaceRecord | null;
  namesVersion: number;
}

export function isSameState(a: PageState, b: PageState): boolean {
  return a.version === b.version && a.epoch === b.epoch && a.race === b.race && a.namesVersion === b.namesVersion;
}

/** What a page of a live board says besides its rows. @param race null for the boards of periods */
export function liveHead(key: BoardKey, board: BoardPage, race: RaceRecord | null, now: Date): StandingsHead {
  const age = dataAge(race?.sourceHealth ?? [], board.caughtUpAt, now);
  return {
    race: key.slice(key.indexOf(":") + 1),
    version: board.version,
    epoch: board.epoch,
    asOf: age.asOf ?? isoText(board.caughtUpAt.getTime()),
    stale: age.stale,
    total: board.total,
  };
}

/** What a row of a live board pays as things stand; the boards of periods pay nothing. */
export function livePrize(boards: LiveBoards, key: BoardKey, row: BoardRow, race: RaceRecord | null): Cents {
  return race === null ? NOTHING : prizeNow(boards, key, row, race);
}

const NOTHING = cents(0n);
