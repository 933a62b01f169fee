import type { PlayerId } from "../../wire/ids.js";
import type { StandingsRow } from "../../wire/race.js";
import { raceOf, type BoardKey, type BoardRow, type BoardVersion, type LiveBoards } from "../boards/live-boards.js";
import type { CoreContext } from "../context.js";
import type { Names } from "../players/name-book.js";
import type { RaceRecord } from "../races/read-races.js";
import { isClosed, type ClosedBoards } from "./closed-boards.js";
import { nextPageCursor } from "./cursor.js";
import type { KnownRaces } from "./known-races.js";
import { isSameState, liveHead, livePrize, type PageState } from "./live-page.js";
import { standingsRow } from "./standings-rows.js";
import { standingsText, type StandingsHead } from "./standings-text.js";

/** A page of standings: the one that begins with the leader, or the rows around a player. */
export type PageQuery = { limit: number } | { player: PlayerId; span: number };

/** A page as the text of its answer. Who asks for the same page again may get the same object. */
export interface ReadyPage extends BoardVersion {
  readonly text: string;
}

/** A first page as it was last made. */
interface Kept {
  state: PageState;
  rows: string;
  nextCursor: string | null;
  asOf: string | null;
  stale: boolean;
  page: ReadyPage;
}

export interface ReadyPagesDeps {
  clock: CoreContext["clock"];
  boards: LiveBoards;
  names: Names;
  known: KnownRaces;
  closed: ClosedBoards;
}

/** Boards are few and limits at most 200, but nobody shall fill the memory by asking for all of them. */
const MOST = 500;

/**
 * Pages of live boards made in one go from what is in memory: no promise, no query, no object that only becomes text.
 * A board that moves changes at most 40 times a second while thousands ask for its first page, so that one is kept.
 * Whatever is not at hand is left to `Views`, which asks the database and says the same in the same words.
 */
export class ReadyPages {
  readonly #deps: ReadyPagesDeps;
  readonly #kept = new Map<string, Kept>();

  constructor(deps: ReadyPagesDeps) {
    this.#deps = deps;
  }

  /** @returns `undefined` when something would have to be asked for first */
  of(key: BoardKey, query: PageQuery): ReadyPage | undefined {
    const race = this.#race(key);
    if (race === undefined) return undefined;
    return "player" in query ? this.#around(key, race, query) : this.#first(key, race, query.limit);
  }

  /** @returns null for a period, `undefined` unless the race's rules are at hand and its board is live */
  #race(key: BoardKey): RaceRecord | null | undefined {
    const id = raceOf(key);
    if (id === undefined) return null;
    const race = this.#deps.known.remembered(id);
    const isLive = race !== undefined && race.isPublic && !isClosed(race.status);
    return isLive && !this.#deps.closed.isKnown(id) ? race : undefined;
  }

  #around(
    key: BoardKey,
    race: RaceRecord | null,
    { player, span }: Extract<PageQuery, { span: number }>,
  ): ReadyPage | undefined {
    const { boards, clock } = this.#deps;
    const board = boards.around(key, player, span);
    if (board === undefined) return undefined;
    const rows = this.#rows(key, race, board.rows);
    return rows === undefined ? undefined : toPage(liveHead(key, board, race, clock.now()), rows, null);
  }

  #first(key: BoardKey, race: RaceRecord | null, limit: number): ReadyPage | undefined {
    const { boards, names, clock } = this.#deps;
    const board = boards.page(key, 0, 0);
    if (board === undefined) return undefined;
    const { epoch, version } = board;
    const state = { epoch, version, race, namesVersion: names.version };
    const head = liveHead(key, board, race, clock.now());
    const name = `${key}/${limit}`;
    const known = this.#kept.get(name);
    if (known !== undefined && isSameState(known.state, state)) {
      if (known.asOf === head.asOf && known.stale === head.stale) return known.page;
      return this.#keep(name, state, head, known);
    }
    const shown = boards.page(key, 0, limit)?.rows ?? [];
    const rows = this.#rows(key, race, shown);
    if (rows === undefined) return undefined;
    return this.#keep(name, state, head, { rows, nextCursor: nextPageCursor(0, shown.length, board.total) });
  }

  #keep(
    name: string,
    state: PageState,
    head: StandingsHead,
    { rows, nextCursor }: Pick<Kept, "rows" | "nextCursor">,
  ): ReadyPage {
    const page = toPage(head, rows, nextCursor);
    if (this.#kept.size >= MOST) this.#kept.clear();
    this.#kept.set(name, { state, rows, nextCursor, asOf: head.asOf, stale: head.stale, page });
    return page;
  }

  /** @returns `undefined` when a name has to be asked for */
  #rows(key: BoardKey, race: RaceRecord | null, rows: readonly BoardRow[]): string | undefined {
    const { boards, names } = this.#deps;
    const shown: StandingsRow[] = [];
    for (const row of rows) {
      const name = names.remembered(row.playerId);
      if (name === undefined) return undefined;
      shown.push(standingsRow(row, name, livePrize(boards, key, row, race)));
    }
    return JSON.stringify(shown);
  }
}

function toPage(head: StandingsHead, rows: string, nextCursor: string | null): ReadyPage {
  return { epoch: head.epoch, version: head.version, text: standingsText(head, rows, nextCursor) };
}
