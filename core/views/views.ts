import type { PlayerId, RaceId } from "../../wire/ids.js";
import type { RaceLanes } from "../../wire/race-lanes.js";
import type { MyStanding, Race, RaceList, RaceStatus, Standings } from "../../wire/race.js";
import type { BoardKey, BoardVersion } from "../boards/live-boards.js";
import type { PageQuery, ReadyPage } from "./ready-pages.js";

export interface RaceListQuery {
  statuses?: readonly RaceStatus[];
  cursor?: string;
  /** 1 to 200. */
  limit: number;
  /** Drafts too, and those that were given up: administrators' business. */
  withDrafts?: boolean;
}

/**
 * What the API, the live feed and the bot show, in the form of the wire: one place decides names, masks, prizes and
 * data age, so that every surface says the same. Races that are settled show their newest result, cancelled ones pay
 * nothing. With a name book a page of a live board costs no query; without one, 2. Once a result speaks it costs 3.
 */
export interface Views {
  /** The live race that ends soonest, else the next scheduled one, else the newest that has ended; `null` without any. */
  currentRace(): Promise<Race | null>;
  /** @throws NotFoundError; for a draft too, unless they are wanted */
  race(id: RaceId, options?: { withDrafts?: boolean }): Promise<Race>;
  /** Newest start first. @throws InvalidInputError on a cursor that is not ours */
  races(query: RaceListQuery): Promise<RaceList>;
  /** What `standings` or `around` would say now, as text, when that needs no query; else `undefined`, and they are asked. */
  ready(key: BoardKey, query: PageQuery): ReadyPage | undefined;
  /** Version that `standings` would carry, mostly from memory: of the board, or of the result that closed it. */
  position(key: BoardKey): Promise<BoardVersion | undefined>;
  /** @throws NotFoundError when there is no such board; InvalidInputError on a cursor that is not ours */
  standings(key: BoardKey, limit: number, cursor?: string): Promise<Standings>;
  /** The rows around one player, best first; `rows` is empty when he has no score. @throws NotFoundError */
  around(key: BoardKey, player: PlayerId, span: number): Promise<Standings>;
  /** The best places of each lane. @throws NotFoundError */
  lanes(race: RaceId): Promise<RaceLanes>;
  /** @throws NotFoundError when there is no such race */
  myStanding(race: RaceId, player: PlayerId): Promise<MyStanding>;
}
