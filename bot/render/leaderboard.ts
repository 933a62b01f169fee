import type { Standings } from "../../wire/race.js";
import { dataAge } from "./data-age.js";
import { tg, type HtmlBlock, paragraphs } from "./html.js";
import { displayName } from "./names.js";
import { standingsRows } from "./standings-rows.js";
import type { ViewLanguage } from "./view-language.js";

/** Rows on one page of a board (at most 10). */
export const PAGE_ROWS = 10;
/** Pages one can turn in the chat; the app shows the rest. */
export const MAX_PAGES = 20;

export interface LeaderboardView {
  /** Name of the window: a race's title or a period. */
  title: string;
  standings: Standings;
  /** From 0. */
  page: number;
  withPrizes: boolean;
  timeZone: string;
  language: ViewLanguage;
}

/** @returns how many pages a board of `total` players has in the chat, at least 1 */
export function pageCount(total: number): number {
  return Math.min(MAX_PAGES, Math.max(1, Math.ceil(total / PAGE_ROWS)));
}

/** One page of a board. `standings.rows` starts at the first place and reaches at least to the page's end. */
export function leaderboard({ title, standings, page, withPrizes, timeZone, language }: LeaderboardView): HtmlBlock {
  const rows = standings.rows.slice(page * PAGE_ROWS, (page + 1) * PAGE_ROWS);
  const pages = pageCount(standings.total);
  const position = pages > 1 ? tg` <i>${page + 1}/${pages}</i>` : tg``;
  return paragraphs(
    tg`🏆 <b>${displayName(title, 60)}</b>${position}`,
    rows.length === 0 ? tg`${language.shared.noWagersYet}` : standingsRows(rows, { language, withPrizes }),
    dataAge(standings, timeZone, language),
  );
}
