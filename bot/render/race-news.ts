import type { RaceNews } from "../../core/announcements/race-news.js";
import { newsMessages } from "../../messages/news-messages.js";
import type { RaceLanes } from "../../wire/race-lanes.js";
import type { Race, Standings } from "../../wire/race.js";
import { laneWinners } from "./lanes.js";
import { bestPlaces, raceHead } from "./race-card.js";
import { type HtmlBlock, lines, paragraphs, tg } from "./html.js";
import { displayName } from "./names.js";
import { standingsRows } from "./standings-rows.js";
import type { ViewLanguage } from "./view-language.js";

const HOUR_MS = 3_600_000;
/** Places in an announcement; a caption holds 1,024 letters, and ten places take about 450. */
const RESULT_ROWS = 10;
const LIVE_ROWS = 3;

const SIGNS: Record<RaceNews, string> = {
  started: "🚀",
  last_day: "⏳",
  last_hour: "⏳",
  last_minutes: "⏱",
  provisional: "🏁",
  corrected: "🛠",
  final: "🏆",
  void: "🚫",
};

export interface RaceNewsView {
  news: RaceNews;
  race: Race;
  /** Best places first; undefined when there is no board. */
  standings: Standings | undefined;
  /** Of a result, when the race has lanes. */
  lanes?: RaceLanes | undefined;
  /** Why it was cancelled. */
  voidReason: string | null;
  now: Date;
  language: ViewLanguage;
}

/** What a group is told of a race: one message that stands for itself. */
export function raceNews(view: RaceNewsView): HtmlBlock {
  const { news, race, language, now } = view;
  const title = tg`${SIGNS[news]} <b>${newsMessages(language.locale)[news]}</b>`;
  switch (news) {
    case "started":
      return paragraphs(title, raceHead(race, now, language), prizes(race, language), care(language));
    case "last_day":
    case "last_hour":
    case "last_minutes":
      return paragraphs(title, raceHead(race, now, language), places(view, LIVE_ROWS), care(language));
    case "void":
      return paragraphs(title, tg`<b>${displayName(race.title, 60)}</b>`, voidReason(view));
    default:
      return paragraphs(
        title,
        tg`<b>${displayName(race.title, 60)}</b>`,
        winners(view),
        laneWinners(view.lanes, language),
        footer(view),
      );
  }
}

function care({ bot }: ViewLanguage): HtmlBlock {
  return tg`<i>${bot.careNotice}</i>`;
}

/** The first three prizes; the rest is in the app. */
function prizes(race: Race, { formats }: ViewLanguage): HtmlBlock | undefined {
  const shown = race.prizes.slice(0, 3).map((prize, index) => `${["🥇", "🥈", "🥉"][index]} ${formats.money(prize)}`);
  return shown.length === 0 ? undefined : tg`${shown.join(" · ")}`;
}

function places({ standings, language }: RaceNewsView, rows: number): HtmlBlock | undefined {
  return standings === undefined ? undefined : bestPlaces(standings, rows, language);
}

/** Those who win something; who wins nothing is not named. */
function winners({ standings, language }: RaceNewsView): HtmlBlock {
  const rows = (standings?.rows ?? []).filter((row) => /[1-9]/.test(row.prize)).slice(0, RESULT_ROWS);
  if (rows.length === 0) return tg`${newsMessages(language.locale).noWinners}`;
  return standingsRows(rows, { language, withPrizes: true });
}

function footer({ news, race, language }: RaceNewsView): HtmlBlock | undefined {
  const words = newsMessages(language.locale);
  if (news === "final") return lines(tg`<i>${words.finalText}</i>`, claim(race, language));
  if (news === "corrected") return tg`<i>${words.correctedText}</i>`;
  const { disputeHours } = race.rules;
  return disputeHours === 0
    ? undefined
    : tg`<i>${words.disputes(language.formats.duration(disputeHours * HOUR_MS))}</i>`;
}

/** How long prizes wait, and where they go when that is not back to the organizer. */
function claim({ rules }: Race, { locale }: ViewLanguage): HtmlBlock {
  const words = newsMessages(locale);
  const within = words.claimWithin(rules.claimDays ?? 30);
  return tg`<i>${[within, ...(rules.unclaimed === "roll_over" ? [words.rollsOver] : [])].join(" ")}</i>`;
}

function voidReason({ voidReason: reason, language }: RaceNewsView): HtmlBlock | undefined {
  return reason === null ? undefined : lines(tg`${newsMessages(language.locale).voidReason(reason)}`);
}
