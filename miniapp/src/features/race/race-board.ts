import {
  myStanding,
  race as raceSchema,
  type MyStanding,
  type Race,
  type RaceStatus,
  type Standings,
} from "../../../../wire/race.js";
import { ProblemError } from "../../lib/api/send.js";
import type { LiveBoard } from "../../lib/live/board.js";
import { createRefresher } from "../../lib/refresher.js";
import type { Services } from "../../lib/services.js";
import { createLiveStandings, type LiveStandings } from "../../lib/standings/live-standings.js";
import { createStore, type Readable } from "../../lib/store.js";
import { forgetBoard, saveBoard, savedBoard } from "./saved-board.js";
import { moveTo, withOwnRow, type BoardView, type ReadyBoard } from "./board-view.js";

/** Totals and data age ride on no live frame, so they are read again after changes, but not on each of them. */
const RACE_GAP_MS = 20_000;
/**
 * A source that falls silent changes nothing, so no frame tells of it: while a race is live and nothing has moved for
 * this long, the API is asked whether the figures are still good. A board that moves is never polled.
 */
const QUIET_MS = 60_000;
const MINE_GAP_MS = 5_000;
/** All clients hear of a race's end in the same moment; they ask for the rest within this time. */
const TURN_SPREAD_MS = 3_000;

const FOLLOWED: ReadonlySet<RaceStatus> = new Set(["scheduled", "live", "settling"]);

export interface RaceBoard {
  view: Readable<BoardView>;
  start: () => void;
  stop: () => void;
  retry: () => void;
  loadMore: () => void;
  /** @param range positions in the view's `rows` that are in sight */
  see: (range: { first: number; last: number }) => void;
  /** The countdown has run out: ask what the race has become. */
  onTimeUp: () => void;
}

type Needs = Pick<Services, "api" | "session" | "feed" | "clock" | "timers" | "storage" | "random" | "onFront">;

function isMissing(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 404;
}

/**
 * One race as people see it: read once by HTTP, then kept up to date by the live feed.
 * @param id a race's id, or `current`
 * @param kept what the page showed when it was last left; without it, what the device has kept of an earlier visit.
 *   Shown until the newest has been read.
 */
export function createRaceBoard(needs: Needs, id: string, kept: ReadyBoard | undefined): RaceBoard {
  const { api, session, timers, random } = needs;
  const view = createStore<BoardView>(kept ?? savedBoard(needs.storage, id) ?? { phase: "loading" });
  let race: Race | undefined;
  let list: LiveStandings | undefined;
  let mine: MyStanding | undefined;
  let leaveOthers: (() => void)[] = [];
  let isStopped = true;

  const raceRefresh = createRefresher(timers, RACE_GAP_MS, () => void load());
  /** After the race has started or ended. */
  const turnRefresh = createRefresher(timers, TURN_SPREAD_MS, () => void load());
  const quietRefresh = createRefresher(timers, 0, () => void load());
  const mineRefresh = createRefresher(timers, MINE_GAP_MS, () => void loadMine());

  function show(): void {
    const top = list?.top();
    if (race === undefined || list === undefined || top === undefined || isStopped) return;
    const own = mine === undefined ? undefined : withOwnRow(mine, top, myPlayer());
    view.set({ phase: "ready", race, mine: own, ...list.view() });
  }

  function listOf(raceId: string): LiveStandings {
    list ??= createLiveStandings(needs, {
      path: `/races/${raceId}/standings`,
      channel: `race:${raceId}`,
      onChange: (board) => {
        if (board !== undefined) onBoard(board);
        show();
      },
      onMe: ({ rank, wagered, ver }) => {
        if (mine !== undefined) mine = moveTo(mine, { rank, wagered, version: ver });
        show();
        askForMine();
      },
      onState: ({ status, stale, asOf }) => {
        const isStale = stale === true;
        // Thousands hear that a source fell silent, and nobody has to ask what the frame says already.
        const isAgeAlone = race?.status === status && race.stale !== isStale;
        if (race !== undefined) race = { ...race, status, stale: isStale, asOf: asOf ?? race.asOf };
        show();
        if (!isAgeAlone) turnRefresh.request(TURN_SPREAD_MS * random());
      },
    });
    return list;
  }

  function onBoard({ at }: LiveBoard): void {
    watchQuiet();
    if (race !== undefined && !race.stale && at > (race.asOf ?? "")) race = { ...race, asOf: at };
    raceRefresh.request(RACE_GAP_MS * random());
  }

  async function read(): Promise<[Race, Standings | undefined]> {
    if (id === "current" && race === undefined) {
      const current = await api.read("/races/current", raceSchema);
      return [current, await readBoard(current.id)];
    }
    const raceId = race?.id ?? id;
    return Promise.all([api.read(`/races/${raceId}`, raceSchema), readBoard(raceId)]);
  }

  /** A race that has not started may have no board yet. */
  async function readBoard(raceId: string): Promise<Standings | undefined> {
    try {
      return await listOf(raceId).read();
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  function watchQuiet(): void {
    quietRefresh.cancel();
    if (race?.status === "live") quietRefresh.request(QUIET_MS * (1 + random() / 4));
  }

  async function load(): Promise<void> {
    try {
      const [newest, standings] = await read();
      if (isStopped) return;
      race = newest;
      const board = listOf(newest.id);
      board.take(standings ?? { ...newest, total: 0, rows: [], nextCursor: null });
      if (FOLLOWED.has(newest.status)) board.follow();
      else board.leave();
      watchQuiet();
      show();
      save();
      askForMine();
    } catch (error) {
      if (isStopped) return;
      watchQuiet();
      if (isMissing(error)) {
        forgetBoard(needs.storage, id);
        view.set({ phase: "missing" });
      } else if (view.get().phase !== "ready") {
        // A board that is already shown stays; its age tells the rest.
        view.set({ phase: "failed" });
      }
    }
  }

  function save(): void {
    const shown = view.get();
    if (shown.phase === "ready") saveBoard(needs.storage, id, shown, needs.clock.now());
  }

  function myPlayer(): string | undefined {
    const state = session.state.get();
    return state.kind === "signed-in" ? state.user.player?.id : undefined;
  }

  function askForMine(): void {
    if (race !== undefined && myPlayer() !== undefined) mineRefresh.request();
  }

  async function loadMine(): Promise<void> {
    if (race === undefined) return;
    try {
      const newest = await api.readMine(`/me/standing?race=${race.id}`, myStanding);
      if (mine === undefined || newest.version >= mine.version) mine = newest;
      show();
    } catch {
      // The card keeps what it showed; the next change or the next look asks again.
    }
  }

  return {
    view,
    start: () => {
      isStopped = false;
      leaveOthers = [
        needs.onFront(() => {
          if (view.get().phase === "ready") raceRefresh.request();
          else void load();
        }),
        session.state.subscribe(askForMine),
      ];
      void load();
    },
    stop: () => {
      if (race !== undefined) save();
      isStopped = true;
      list?.leave();
      for (const refresher of [raceRefresh, turnRefresh, quietRefresh, mineRefresh]) refresher.cancel();
      for (const leave of leaveOthers) leave();
    },
    retry: () => {
      view.set({ phase: "loading" });
      void load();
    },
    loadMore: () => list?.loadMore(),
    see: (range) => list?.see(range),
    onTimeUp: () => turnRefresh.request(TURN_SPREAD_MS * random()),
  };
}
