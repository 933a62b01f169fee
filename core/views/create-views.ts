import { parseRaceId, type PlayerId, type RaceId } from "../../wire/ids.js";
import type { MyStanding, Race, RaceList, Standings } from "../../wire/race.js";
import type { BoardKey, BoardPage, LiveBoards } from "../boards/live-boards.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError, NotFoundError } from "../errors.js";
import { readCurrentRace, readRace, readRaces, type RaceRecord } from "../races/read-races.js";
import { readCursor, writeCursor } from "./cursor.js";
import { dataAge } from "./data-age.js";
import { myStanding } from "./my-standing.js";
import { raceView } from "./race-view.js";
import { standingsRows } from "./standings-rows.js";
import type { RaceListQuery, Views } from "./views.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

/** Boards that can be told to look for new races at once: the ones of this process. */
export type RefreshableBoards = LiveBoards & { refresh(): Promise<void> };

/** @see Views */
export function createViews(context: Deps, boards: RefreshableBoards): Views {
  return new BoardViews(context, boards);
}

class BoardViews implements Views {
  readonly #context: Deps;
  readonly #boards: RefreshableBoards;

  constructor(context: Deps, boards: RefreshableBoards) {
    this.#context = context;
    this.#boards = boards;
  }

  async currentRace(): Promise<Race | null> {
    const race = await readCurrentRace(this.#context.pool);
    return race === undefined ? null : this.#raceView(race);
  }

  async race(id: RaceId): Promise<Race> {
    return this.#raceView(await this.#readRace(id));
  }

  async races(query: RaceListQuery): Promise<RaceList> {
    const after = query.cursor === undefined ? undefined : racesAfter(query.cursor);
    const races = await readRaces(this.#context.pool, query.statuses, after, query.limit + 1);
    const shown = races.slice(0, query.limit);
    const last = shown.at(-1);
    return {
      races: await Promise.all(shown.map((race) => this.#raceView(race))),
      nextCursor:
        races.length > shown.length && last !== undefined ? writeCursor([last.startsAt.toISOString(), last.id]) : null,
    };
  }

  async standings(key: BoardKey, limit: number, cursor?: string): Promise<Standings> {
    const offset = cursor === undefined ? 0 : offsetOf(cursor);
    return this.#standings(key, (boards) => boards.page(key, offset, limit), offset);
  }

  async around(key: BoardKey, player: PlayerId, span: number): Promise<Standings> {
    return this.#standings(key, (boards) => boards.around(key, player, span), null);
  }

  async myStanding(id: RaceId, player: PlayerId): Promise<MyStanding> {
    const race = await this.#readRace(id);
    await this.#openBoard(`race:${id}`);
    return myStanding(this.#boards, `race:${id}`, race, player, this.#context.clock.now());
  }

  async #readRace(id: RaceId): Promise<RaceRecord> {
    const race = await readRace(this.#context.pool, id);
    if (race === undefined || race.status === "draft") throw new NotFoundError("There is no race with this id.");
    return race;
  }

  async #raceView(race: RaceRecord): Promise<Race> {
    const board = await this.#openBoard(`race:${race.id}`, race);
    return raceView(race, board, this.#context.clock.now());
  }

  /** A race created a moment ago has no board yet in this process: look for it before saying that there is none. */
  async #openBoard(key: BoardKey, race?: RaceRecord): Promise<BoardPage | undefined> {
    const isOpenable = race === undefined || !["final", "paid", "void"].includes(race.status);
    if (this.#boards.version(key) === undefined && isOpenable) await this.#boards.refresh();
    return this.#boards.page(key, 0, 0);
  }

  async #standings(
    key: BoardKey,
    read: (boards: LiveBoards) => BoardPage | undefined,
    offset: number | null,
  ): Promise<Standings> {
    const id = key.startsWith("race:") ? parseRaceId(key.slice("race:".length)) : undefined;
    const race = id === undefined ? null : await this.#readRace(id);
    await this.#openBoard(key, race ?? undefined);
    const page = read(this.#boards);
    if (page === undefined) throw new NotFoundError("There is no board for this race.");
    const age = dataAge(race?.sourceHealth ?? [], page.caughtUpAt, this.#context.clock.now());
    const next = offset === null ? null : offset + page.rows.length;
    return {
      race: key.slice(key.indexOf(":") + 1),
      version: page.version,
      epoch: page.epoch,
      asOf: age.asOf ?? page.caughtUpAt.toISOString(),
      stale: age.stale,
      total: page.total,
      rows: await standingsRows(this.#context.pool, this.#boards, key, page.rows, race),
      nextCursor: next !== null && page.rows.length > 0 && next < page.total ? writeCursor([String(next)]) : null,
    };
  }
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
