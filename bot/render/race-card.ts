import type { Race, Standings } from "../../wire/race.js";
import { dataAge } from "./data-age.js";
import { tg, type HtmlBlock, lines, paragraphs } from "./html.js";
import { lanesLine } from "./lanes.js";
import { displayName } from "./names.js";
import { standingsRows } from "./standings-rows.js";
import { dateTime, timeFromNow } from "./time.js";
import type { ViewLanguage } from "./view-language.js";

/** Letters of a title that are shown; a race's title may have 100. */
const TITLE_LENGTH = 60;

export interface RaceCardView {
  race: Race;
  /** Best places first; undefined when the board is closed. */
  standings: Standings | undefined;
  now: Date;
  /** 1 to 10. */
  maxRows: number;
  language: ViewLanguage;
}

/** The race with its time, prizes and best places: one message. */
export function raceCard({ race, standings, now, maxRows, language }: RaceCardView): HtmlBlock {
  const hasStarted = race.status !== "draft" && race.status !== "scheduled";
  return paragraphs(
    raceHead(race, now, language),
    standings === undefined || !hasStarted ? undefined : bestPlaces(standings, maxRows, language),
    dataAge(standings ?? race, race.timeZone, language),
  );
}

/** The best places, and how many more there are. */
export function bestPlaces(standings: Standings, maxRows: number, language: ViewLanguage): HtmlBlock {
  const rows = standings.rows.slice(0, maxRows);
  const hidden = standings.total - rows.length;
  if (rows.length === 0) return tg`${language.shared.noWagersYet}`;
  return lines(
    standingsRows(rows, { language, withPrizes: true }),
    hidden > 0 ? tg`<i>${language.shared.more(hidden)}</i>` : undefined,
  );
}

/** Title, state with time, prize pool and lanes. */
export function raceHead(race: Race, now: Date, language: ViewLanguage): HtmlBlock {
  const { shared, formats } = language;
  const players = race.players > 0 ? tg` · ${shared.players(race.players)}` : tg``;
  return lines(
    tg`🏁 <b>${displayName(race.title, TITLE_LENGTH)}</b>`,
    raceTime(race, now, language),
    tg`${shared.prizePool}: <b>${formats.money(race.prizePool)}</b>${players}`,
    lanesLine(race, language),
  );
}

/** @returns state and the boundary that matters next: the start before it, the end afterwards */
function raceTime(race: Race, now: Date, language: ViewLanguage): HtmlBlock {
  const { shared } = language;
  const status = tg`${shared.status[race.status]}`;
  const boundary = (label: string, iso: string): HtmlBlock => {
    const instant = new Date(iso);
    const at = dateTime(instant, race.timeZone, language);
    return tg`${status} · ${label} ${timeFromNow(instant, now, language)} (${at})`;
  };
  switch (race.status) {
    case "void":
      return status;
    case "draft":
    case "scheduled":
      return boundary(shared.starts, race.startsAt);
    case "live":
      return boundary(shared.ends, race.endsAt);
    default:
      return tg`${status} · ${shared.ended} ${dateTime(new Date(race.endsAt), race.timeZone, language)}`;
  }
}
