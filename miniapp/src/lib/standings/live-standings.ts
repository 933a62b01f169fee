import { standings, type Standings, type StandingsRow } from "../../../../wire/race.js";
import type { LiveBoard } from "../live/board.js";
import type { ChannelListener } from "../live/channels.js";
import type { Services } from "../services.js";
import { mergeRows, type TailPage } from "./merge-rows.js";

/**
 * As many rows as the feed's snapshots hold. Not imported from wire/live.ts, whose schemas belong to the feed's own
 * chunk (2 KB); a test holds the two together.
 */
export const FIRST_ROWS = 50;
/** Rows an answer may have. */
const PAGE_ROWS = 200;
const PAGE_AGE_MS = 20_000;

/** `none`: everything is loaded. */
export type More = "none" | "idle" | "loading" | "failed";

export interface StandingsView {
  /** In rank order: the live top, then what has been loaded of the rest. */
  rows: readonly StandingsRow[];
  /** Players on the board. */
  total: number;
  more: More;
}

export interface LiveStandings {
  view(): StandingsView;
  /** The live top, once there is one. */
  top(): LiveBoard | undefined;
  /** Reads the first rows. @throws ProblemError, UnreachableError, BadAnswerError */
  read: () => Promise<Standings>;
  /** Takes what was read, unless the feed has brought something newer meanwhile. */
  take: (answer: Pick<Standings, "epoch" | "version" | "asOf" | "rows" | "total" | "nextCursor">) => void;
  /** Goes on from what was taken by the live feed; does nothing while it already does. */
  follow: () => void;
  leave: () => void;
  loadMore: () => void;
  /** Reads pages again that are in sight and older than the live top. @param range positions in `rows` */
  see: (range: { first: number; last: number }) => void;
}

export interface Source {
  /** Path of the standings below `/api/v1`. */
  path: string;
  /** Channel of the feed. */
  channel: string;
  onMe?: ChannelListener["onMe"];
  onState?: ChannelListener["onState"];
  /** Something about the view has changed. @param board the new top, when the feed brought one */
  onChange(board?: LiveBoard): void;
}

/** One board as a list: the top kept up to date by the feed, the rest page by page as people scroll. */
export function createLiveStandings(needs: Pick<Services, "api" | "feed" | "timers">, source: Source): LiveStandings {
  const { api, feed, timers } = needs;
  let top: LiveBoard | undefined;
  let pages: TailPage[] = [];
  let nextCursor: string | null = null;
  let more: More = "none";
  let total = 0;
  let leaveFeed: (() => void) | undefined;

  async function readPage(cursor: string): Promise<[TailPage, next: string | null]> {
    const query = `limit=${PAGE_ROWS}&cursor=${encodeURIComponent(cursor)}`;
    const { rows, version, nextCursor: next } = await api.read(`${source.path}?${query}`, standings);
    return [{ cursor, rows, version, loadedAtMs: timers.now() }, next];
  }

  async function loadMore(): Promise<void> {
    if (nextCursor === null || more === "loading") return;
    more = "loading";
    source.onChange();
    try {
      const [page, next] = await readPage(nextCursor);
      pages = [...pages, page];
      nextCursor = next;
      more = next === null ? "none" : "idle";
    } catch {
      // Said where the next rows would be, with a button to try again.
      more = "failed";
    }
    source.onChange();
  }

  async function reload(old: TailPage): Promise<void> {
    // Marked at once, so that the next look does not ask a second time.
    const asked = { ...old, loadedAtMs: timers.now() };
    pages = pages.map((page) => (page === old ? asked : page));
    try {
      const [page] = await readPage(old.cursor);
      pages = pages.map((known) => (known === asked ? page : known));
      source.onChange();
    } catch {
      // Older rows are better than none; the next look asks again.
    }
  }

  function hear(board: LiveBoard): void {
    // What was read by HTTP meanwhile may be newer.
    if (top !== undefined && top.epoch === board.epoch && board.version < top.version) return;
    top = board;
    total = board.rows.length < FIRST_ROWS ? board.rows.length : Math.max(total, FIRST_ROWS);
    source.onChange(board);
  }

  return {
    view: () => ({ rows: mergeRows(top?.rows ?? [], pages), total, more }),
    top: () => top,
    read: () => api.read(`${source.path}?limit=${FIRST_ROWS}`, standings),
    take: (answer) => {
      const { epoch, version, asOf, rows } = answer;
      const isNews = top === undefined || top.epoch !== epoch || version >= top.version;
      if (isNews) top = { epoch, version, at: asOf ?? "", rows };
      total = answer.total;
      if (pages.length > 0) return;
      nextCursor = answer.nextCursor;
      more = nextCursor === null ? "none" : "idle";
    },
    follow: () => {
      leaveFeed ??= feed.subscribe(
        source.channel,
        {
          onBoard: hear,
          onMe: (me) => source.onMe?.(me),
          onState: (state) => source.onState?.(state),
        },
        top,
      );
    },
    leave: () => {
      leaveFeed?.();
      leaveFeed = undefined;
    },
    loadMore: () => void loadMore(),
    see: ({ first, last }) => {
      for (const [index, page] of pages.entries()) {
        const from = FIRST_ROWS + index * PAGE_ROWS;
        const isInSight = last >= from && first < from + PAGE_ROWS;
        const isOld = page.version !== top?.version && timers.now() - page.loadedAtMs > PAGE_AGE_MS;
        if (isInSight && isOld) void reload(page);
      }
    },
  };
}
