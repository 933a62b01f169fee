import {
  myStanding,
  race as raceSchema,
  standings as standingsSchema,
  type MyStanding,
  type Race,
  type RaceStatus,
  type Standings,
} from "../../../../wire/race.js";
import { ProblemError } from "../../lib/api/send.js";
import type { LiveBoard } from "../../lib/live/board.js";
import { createRefresher } from "../../lib/refresher.js";
import type { Services } from "../../lib/services.js";
import { createStore, type Readable } from "../../lib/store.js";
import { mergeRows, type BoardView, type ReadyBoard, type TailPage } from "./board-view.js";

/**
 * As many rows as the feed's snapshots hold. Not imported from wire/live.ts, whose schemas belong to the feed's own
 * chunk (2 KB); a test holds the two together.
 */
export const FIRST_ROWS = 50;
/** Rows an answer may have (contract.md 4). */
const PAGE_ROWS = 200;
/** Totals and data age ride on no live frame, so they are read again after changes, but not on each of them. */
const RACE_GAP_MS = 20_000;
const MINE_GAP_MS = 5_000;
const PAGE_AGE_MS = 20_000;
/** All clients hear of a race's end in the same moment; they ask for the rest within this time. */
const END_SPREAD_MS = 3_000;

const FOLLOWED: ReadonlySet<RaceStatus> = new Set(["scheduled", "live", "settling"]);

export interface RaceBoard {
  view: Readable<BoardView>;
  start: () => void;
  stop: () => void;
  retry: () => void;
  loadMore: () => void;
  /** Reads pages again that are in sight and older than the live top. @param range positions in `rows` */
  see: (range: { first: number; last: number }) => void;
  /** The countdown has run out: ask what the race has become. */
  onTimeUp: () => void;
}

type Needs = Pick<Services, "api" | "session" | "feed" | "timers" | "random" | "onFront">;

function isMissing(error: unknown): boolean {
  return error instanceof ProblemError && error.status === 404;
}

/**
 * One race as people see it: read once by HTTP, then kept up to date by the live feed. It stays one closure because
 * all its parts change the same few facts.
 * @param id a race's id, or `current`
 * @param kept what the page showed when it was last left, shown until the newest has been read
 */
export function createRaceBoard(needs: Needs, id: string, kept: ReadyBoard | undefined): RaceBoard {
  const { api, session, feed, timers, random } = needs;
  const view = createStore<BoardView>(kept ?? { phase: "loading" });
  let race: Race | undefined;
  let top: LiveBoard | undefined;
  let pages: TailPage[] = [];
  let nextCursor: string | null = null;
  let more: ReadyBoard["more"] = "none";
  let total = 0;
  let mine: MyStanding | undefined;
  let leaveFeed: (() => void) | undefined;
  let leaveOthers: (() => void)[] = [];
  let isStopped = true;

  const raceRefresh = createRefresher(timers, RACE_GAP_MS, () => void load());
  /** After the race has started or ended. */
  const turnRefresh = createRefresher(timers, END_SPREAD_MS, () => void load());
  const mineRefresh = createRefresher(timers, MINE_GAP_MS, () => void loadMine());

  function show(): void {
    if (race === undefined || top === undefined || isStopped) return;
    view.set({ phase: "ready", race, rows: mergeRows(top.rows, pages), total, more, mine });
  }

  function readStandings(raceId: string): Promise<Standings> {
    return api.read(`/races/${raceId}/standings?limit=${FIRST_ROWS}`, standingsSchema);
  }

  async function read(): Promise<[Race, Standings | undefined]> {
    if (id === "current" && race === undefined) {
      const current = await api.read("/races/current", raceSchema);
      return [current, await orNone(readStandings(current.id))];
    }
    const raceId = race?.id ?? id;
    return Promise.all([api.read(`/races/${raceId}`, raceSchema), orNone(readStandings(raceId))]);
  }

  /** A race that has not started may have no board yet. */
  function orNone(answer: Promise<Standings>): Promise<Standings | undefined> {
    return answer.catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
  }

  async function load(): Promise<void> {
    try {
      const [newest, standings] = await read();
      if (isStopped) return;
      race = newest;
      take(standings ?? { ...newest, race: newest.id, total: 0, rows: [], nextCursor: null });
      follow();
      show();
      mineRefresh.request();
    } catch (error) {
      // A board that is already shown stays; its age tells the rest.
      if (isStopped || view.get().phase === "ready") return;
      view.set(isMissing(error) ? { phase: "missing" } : { phase: "failed", isOffline: !navigator.onLine });
    }
  }

  function take({ epoch, version, asOf, rows, total: players, nextCursor: cursor }: Standings): void {
    const isNewer = top === undefined || top.epoch !== epoch || version >= top.version;
    if (isNewer) top = { epoch, version, at: asOf ?? "", rows };
    total = players;
    if (pages.length > 0) return;
    nextCursor = cursor;
    more = cursor === null ? "none" : "idle";
  }

  function follow(): void {
    if (race === undefined || !FOLLOWED.has(race.status)) {
      leaveFeed?.();
      leaveFeed = undefined;
      return;
    }
    leaveFeed ??= feed.subscribe(
      `race:${race.id}`,
      {
        onBoard: (board) => {
          // What was read by HTTP meanwhile may be newer.
          if (top !== undefined && top.epoch === board.epoch && board.version < top.version) return;
          top = board;
          total = board.rows.length < FIRST_ROWS ? board.rows.length : Math.max(total, FIRST_ROWS);
          if (race !== undefined && board.at > (race.asOf ?? "")) race = { ...race, asOf: board.at };
          show();
          raceRefresh.request(RACE_GAP_MS * random());
        },
        onMe: ({ rank, wagered, ver }) => {
          if (mine !== undefined) mine = { ...mine, rank, wagered, version: ver };
          show();
          mineRefresh.request();
        },
        onState: (status) => {
          if (race !== undefined) race = { ...race, status };
          show();
          turnRefresh.request(END_SPREAD_MS * random());
        },
      },
      top,
    );
  }

  async function loadMine(): Promise<void> {
    const state = session.state.get();
    if (race === undefined || state.kind !== "signed-in" || state.user.player === null) return;
    try {
      const newest = await api.readMine(`/me/standing?race=${race.id}`, myStanding);
      if (mine === undefined || newest.version >= mine.version) mine = newest;
      show();
    } catch {
      // The card keeps what it showed; the next change or the next look asks again.
    }
  }

  async function readPage(cursor: string): Promise<TailPage & { next: string | null }> {
    const query = `limit=${PAGE_ROWS}&cursor=${encodeURIComponent(cursor)}`;
    const { rows, version, nextCursor: next } = await api.read(`/races/${race?.id ?? id}/standings?${query}`, standingsSchema);
    return { cursor, rows, version, loadedAtMs: timers.now(), next };
  }

  async function loadMore(): Promise<void> {
    if (nextCursor === null || more === "loading") return;
    more = "loading";
    show();
    try {
      const { next, ...page } = await readPage(nextCursor);
      pages = [...pages, page];
      nextCursor = next;
      more = next === null ? "none" : "idle";
    } catch {
      more = "failed";
    }
    show();
  }

  async function reloadPage(old: TailPage): Promise<void> {
    // Marked at once, so that the next look does not ask a second time.
    const asked = { ...old, loadedAtMs: timers.now() };
    pages = pages.map((page) => (page === old ? asked : page));
    try {
      const { next: _next, ...page } = await readPage(old.cursor);
      pages = pages.map((known) => (known === asked ? page : known));
      show();
    } catch {
      // Older rows are better than none; the next look asks again.
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
        session.state.subscribe(() => mineRefresh.request()),
      ];
      void load();
    },
    stop: () => {
      isStopped = true;
      leaveFeed?.();
      leaveFeed = undefined;
      raceRefresh.cancel();
      turnRefresh.cancel();
      mineRefresh.cancel();
      for (const leave of leaveOthers) leave();
    },
    retry: () => {
      view.set({ phase: "loading" });
      void load();
    },
    loadMore: () => void loadMore(),
    see: ({ first, last }) => {
      const version = top?.version ?? 0;
      const base = top?.rows.length ?? 0;
      for (const [index, page] of pages.entries()) {
        const from = base + index * PAGE_ROWS;
        const isInSight = last >= from && first < from + PAGE_ROWS;
        const isOld = page.version !== version && timers.now() - page.loadedAtMs > PAGE_AGE_MS;
        if (isInSight && isOld) void reloadPage(page);
      }
    },
    onTimeUp: () => turnRefresh.request(END_SPREAD_MS * random()),
  };
}
