import { createHash } from "node:crypto";
import type { Race, Standings } from "../../wire/race.js";
import { newsMessages } from "../../messages/news-messages.js";
import type { AppLinks } from "../links/app-links.js";
import { bestPlaces, raceHead } from "../render/race-card.js";
import { dataAge } from "../render/data-age.js";
import { type HtmlBlock, paragraphs, tg } from "../render/html.js";
import type { ViewLanguage } from "../render/view-language.js";
import { raceIdOf } from "./race-screen.js";
import type { Screen } from "./screen.js";

const ROWS = 10;

export interface LiveBoardScreen extends Screen {
  /** SHA-256 of everything but the age of the figures: equal means that an edit would tell nothing new. */
  hash: string;
}

/** The pinned board of a group: ten places and the way to the rest; it changes by itself, so it has no refresh. */
export function liveBoardScreen(view: {
  race: Race;
  standings: Standings | undefined;
  now: Date;
  links: AppLinks;
  language: ViewLanguage;
}): LiveBoardScreen {
  const { race, standings, now, links, language } = view;
  const body = paragraphs(
    raceHead(race, now, language),
    standings === undefined ? undefined : bestPlaces(standings, ROWS, language),
  );
  const button = links.button(`📊 ${language.bot.buttons.openBoard}`, { page: "race", race: raceIdOf(race) }, "shared");
  const keyboard = [[button]];
  return { block: withAge(body, view), keyboard, hash: hashOf(race, body, keyboard) };
}

function withAge(body: HtmlBlock, view: Parameters<typeof liveBoardScreen>[0]): HtmlBlock {
  const { race, standings, language, now } = view;
  const isLive = race.status === "live" || race.status === "settling";
  const note = isFinalHour(race, now) ? newsMessages(language.locale).finalHour : language.bot.liveBoardNote;
  return paragraphs(body, isLive ? tg`📌 ${note}` : undefined, dataAge(standings ?? race, race.timeZone, language));
}

/** The last hour, in which the board is drawn more often (see `editPauseMs`). */
function isFinalHour(race: Race, now: Date): boolean {
  const leftMs = new Date(race.endsAt).getTime() - now.getTime();
  return race.status === "live" && leftMs > 0 && leftMs <= 3_600_000;
}

/** Relative times count themselves on the reader's screen, so their fallback text is no reason for an edit. */
function hashOf(race: Race, body: HtmlBlock, keyboard: unknown): string {
  const lasting = body.html.replaceAll(/<tg-time[^>]*format="r">[^<]*<\/tg-time>/g, "");
  return createHash("sha256")
    .update(JSON.stringify([race.status, lasting, keyboard]))
    .digest("hex");
}
