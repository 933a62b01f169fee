import type { PlayerId, RaceId } from "../../wire/ids.js";
import { cents, microUsd } from "../../wire/money.js";
import type { RaceLanes } from "../../wire/race-lanes.js";
import type { MyStanding, Race, RaceList, Standings, StandingsRow } from "../../wire/race.js";
import { raceOf, type BoardKey, type BoardPage, type BoardVersion, type LiveBoards } from "../boards/live-boards.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError, NotFoundError } from "../errors.js";
import { namesFromDatabase, type Names } from "../players/name-book.js";
import { readCurrentRace, readRaces, type RaceRecord } from "../races/read-races.js";
import type { ResultBoardRow } from "../settlement/read-result-rows.js";
import { ClosedBoards, isClosed, type ClosedBoard } from "./closed-boards.js";
import { closedAround, closedPage, closedPrize, closedStanding } from "./closed-standings.js";
import { nextPageCursor, readCursor, writeCursor } from "./cursor.js";
import { dataAge, type DataAge } from "./data-age.js";
import { FirstPages } from "./first-pages.js";
import { KnownRaces } from "./known-races.js";
import { LaneBoards } from "./lane-boards.js";
import { liveHead, livePrize } from "./live-page.js";
import { myStanding } from "./my-standing.js";
import { raceView } from "./race-view.js";
import { ReadyPages, type PageQuery, type ReadyPage } from "./ready-pages.js";
import { standingsRows } from "./standings-rows.js";
import type { RaceListQuery, Views } from "./views.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

/** Boards that can be told to look for new races at once: the ones of this process. */
export type RefreshableBoards = LiveBoards & { refresh(): Promise<void> };

/**
 * @see Views
 * @param names a name book where pages are asked for often; without one every page asks the database for its names
 */
export function createViews(
  context: Deps,
  boards: RefreshableBoards,
  names: Names = namesFromDatabase(context),
): Views {
  return new BoardViews(context, boards, names);
}

class BoardViews implements Views {
  readonly #context: Deps;
  readonly #boards: RefreshableBoards;
  readonly #names: Names;
  readonly #closed: ClosedBoards;
  readonly #known: KnownRaces;
  readonly #firstPages = new FirstPages();
  readonly #ready: ReadyPages;
  readonly #lanes: LaneBoards;

  constructor(context: Deps, boards: RefreshableBoards, names: Names) {
    this.#context = context;
    this.#boards = boards;
    this.#names = names;
    this.#closed = new ClosedBoards(context);
    this.#known = new KnownRaces(context.pool);
    this.#lanes = new LaneBoards(context, names);
    this.#ready = new ReadyPages({ clock: context.clock, boards, names, known: this.#known, closed: this.#closed });
  }

  async currentRace(): Promise<Race | null> {
    const race = await readCurrentRace(this.#context.pool);
    return race === undefined ? null : this.#raceView(race);
  }

  async race(id: RaceId, options: { withDrafts?: boolean } = {}): Promise<Race> {
    return this.#raceView(await this.#readRace(id, options));
  }

  async races(query: RaceListQuery): Promise<RaceList> {
    const after = query.cursor === undefined ? undefined : racesAfter(query.cursor);
    const races = await readRaces(this.#context.pool, { ...query, after, limit: query.limit + 1 });
    const shown = races.slice(0, query.limit);
    const last = shown.at(-1);
    const closed = await this.#closed.read(shown.filter(({ status }) => isClosed(status)).map(({ id }) => id));
    return {
      races: await Promise.all(shown.map((race) => this.#viewOf(race, closed.get(race.id)))),
      nextCursor:
        races.length > shown.length && last !== undefined ? writeCursor([last.startsAt.toISOString(), last.id]) : null,
    };
  }

  ready(key: BoardKey, query: PageQuery): ReadyPage | undefined {
    return this.#ready.of(key, query);
  }

  async position(key: BoardKey): Promise<BoardVersion | undefined> {
    const live = this.#boards.version(key);
    const id = raceOf(key);
    if (id === undefined) return live;
    // After a restart a settled race has no board and nobody has asked for it yet; only what exists is remembered.
    if (live === undefined && !this.#closed.isKnown(id)) return this.#readClosed(id);
    return (await this.#closed.look(id)) ?? live;
  }

  async standings(key: BoardKey, limit: number, cursor?: string): Promise<Standings> {
    const offset = cursor === undefined ? 0 : offsetOf(cursor);
    return this.#standings(key, offset, {
      ...(offset === 0 && { firstOf: limit }),
      ofBoard: (boards) => boards.page(key, offset, limit),
      ofResult: (board) => closedPage(this.#context.pool, board, offset, limit),
    });
  }

  async around(key: BoardKey, player: PlayerId, span: number): Promise<Standings> {
    return this.#standings(key, null, {
      ofBoard: (boards) => boards.around(key, player, span),
      ofResult: (board) => closedAround(this.#context.pool, board, player, span),
    });
  }

  async lanes(id: RaceId): Promise<RaceLanes> {
    const race = await this.#readRace(id);
    return this.#lanes.of(race, isClosed(race.status) ? await this.#readClosed(id) : undefined);
  }

  async myStanding(id: RaceId, player: PlayerId): Promise<MyStanding> {
    const race = await this.#readRace(id);
    const closed = isClosed(race.status) ? await this.#readClosed(id) : undefined;
    if (closed !== undefined) return closedStanding(this.#context.pool, closed, player);
    await this.#openBoard(`race:${id}`);
    return myStanding(this.#boards, `race:${id}`, race, player, this.#context.clock.now());
  }

  async #readRace(id: RaceId, { withDrafts = false } = {}): Promise<RaceRecord> {
    return published(await this.#known.read(id), withDrafts);
  }

  async #recentRace(id: RaceId): Promise<RaceRecord> {
    return published(await this.#known.recent(id), false);
  }

  async #readClosed(id: RaceId): Promise<ClosedBoard | undefined> {
    return (await this.#closed.read([id])).get(id);
  }

  async #raceView(race: RaceRecord): Promise<Race> {
    return this.#viewOf(race, isClosed(race.status) ? await this.#readClosed(race.id) : undefined);
  }

  async #viewOf(race: RaceRecord, closed: ClosedBoard | undefined): Promise<Race> {
    if (closed !== undefined) return raceView(race, { ...closed, ...closedAge(closed) });
    await this.#openBoard(`race:${race.id}`);
    const now = this.#context.clock.now();
    const board = this.#boards.page(`race:${race.id}`, 0, 0) ?? {
      version: Number(race.rulesXid),
      epoch: "",
      total: 0,
      totalScore: microUsd(0n),
      caughtUpAt: now,
    };
    return raceView(race, { ...board, ...dataAge(race.sourceHealth, board.caughtUpAt, now) });
  }

  /** A race created a moment ago has no board yet in this process: look for it before saying that there is none. */
  async #openBoard(key: BoardKey): Promise<void> {
    if (this.#boards.version(key) === undefined) await this.#boards.refresh();
  }

  /** A race that closed before costs no look at its rules: 3 queries, where the first reader of all needs 4. */
  async #standings(key: BoardKey, offset: number | null, read: StandingsRead): Promise<Standings> {
    const id = raceOf(key);
    if (id === undefined) return this.#liveStandings(key, null, offset, read);
    if (this.#closed.isKnown(id)) {
      const closed = await this.#readClosed(id);
      if (closed !== undefined) return this.#closedStandings(id, closed, offset, read);
    }
    const race = await this.#recentRace(id);
    const closed = isClosed(race.status) ? await this.#readClosed(id) : undefined;
    return closed === undefined
      ? this.#liveStandings(key, race, offset, read)
      : this.#closedStandings(id, closed, offset, read);
  }

  async #closedStandings(
    id: RaceId,
    closed: ClosedBoard,
    offset: number | null,
    read: StandingsRead,
  ): Promise<Standings> {
    const rows = await read.ofResult(closed);
    return {
      race: id,
      version: closed.version,
      epoch: closed.epoch,
      ...closedAge(closed),
      total: closed.total,
      rows: await standingsRows(this.#names, rows, (row) => closedPrize(closed, row)),
      nextCursor: nextPageCursor(offset, rows.length, closed.total),
    };
  }

  async #liveStandings(
    key: BoardKey,
    race: RaceRecord | null,
    offset: number | null,
    read: StandingsRead,
  ): Promise<Standings> {
    await this.#openBoard(key);
    const board = this.#boards.page(key, 0, 0);
    if (board === undefined) throw new NotFoundError("There is no board for this race.");
    const make = () => this.#liveRows(key, race, read);
    const state = { epoch: board.epoch, version: board.version, race, namesVersion: this.#names.version };
    const rows = await (read.firstOf === undefined ? make() : this.#firstPages.rows(key, read.firstOf, state, make));
    return {
      ...liveHead(key, board, race, this.#context.clock.now()),
      rows,
      nextCursor: nextPageCursor(offset, rows.length, board.total),
    };
  }

  /** Places and prizes of one moment: the board may move while names are asked for. */
  async #liveRows(key: BoardKey, race: RaceRecord | null, read: StandingsRead): Promise<StandingsRow[]> {
    const rows = read.ofBoard(this.#boards)?.rows ?? [];
    const prizes = new Map(rows.map((row) => [row, livePrize(this.#boards, key, row, race)]));
    return standingsRows(this.#names, rows, (row) => prizes.get(row) ?? NOTHING);
  }
}

/** @throws NotFoundError for a draft too, unless they are wanted */
function published(race: RaceRecord | undefined, withDrafts: boolean): RaceRecord {
  if (race === undefined || !(race.isPublic || withDrafts)) throw new NotFoundError("There is no race with this id.");
  return race;
}

const NOTHING = cents(0n);

/** One page, from whichever of the two speaks for the race. */
interface StandingsRead {
  /** Number of rows, of a page that begins with the leader. */
  firstOf?: number;
  ofBoard(boards: LiveBoards): BoardPage | undefined;
  ofResult(board: ClosedBoard): Promise<ResultBoardRow[]>;
}

/** A result does not age: it stands for the moment at which it was computed. */
function closedAge({ computedAt }: ClosedBoard): DataAge {
  return { asOf: computedAt?.toISOString() ?? null, stale: false };
}

function racesAfter(cursor: string): { startsAt: Date; id: string } {
  const [startsAt = "", id = ""] = readCursor(cursor, 2);
  const date = new Date(startsAt);
  if (Number.isNaN(date.getTime()))
    throw new InvalidInputError("The cursor is not one of ours: start again without it.");
  return { startsAt: date, id };
}

/** Pages of a moving board are places in the order at the moment of the read, as its version says. */
function offsetOf(cursor: string): number {
  const [text = ""] = readCursor(cursor, 1);
  const offset = Number(text);
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new InvalidInputError("The cursor is not one of ours: start again without it.");
  }
  return offset;
}
