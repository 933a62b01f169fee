import type { MyStanding, Standings } from "../../wire/race.js";
import { parseMicroUsd } from "../../wire/money.js";
import { type DataAge, dataAge } from "./data-age.js";
import { tg, type HtmlBlock, lines, paragraphs } from "./html.js";
import { displayName, LEFT_TO_RIGHT } from "./names.js";
import { standingsRows } from "./standings-rows.js";
import type { ViewLanguage } from "./view-language.js";

const ONE_CENT = 10_000n;

/** One linked player's place in one window. */
export interface MyPlace {
  /** Public id of the player. */
  playerId: string;
  /** His full name, where nobody but himself reads it; else the board's. */
  name: string | undefined;
  /** The neighbours and the player himself; empty without a score. */
  around: Standings;
  /** Prizes and distances; leaderboards have none. */
  standing: MyStanding | undefined;
}

export interface MyCardView {
  /** Name of the window: a race's title or a period. */
  title: string;
  places: readonly MyPlace[];
  /** Groups get the figures only, without the neighbours. */
  isShort: boolean;
  age: DataAge;
  timeZone: string;
  language: ViewLanguage;
}

/** A person's own place: rank, amount, prize at this rank, and distances, in neutral words. */
export function myCard({ title, places, isShort, age, timeZone, language }: MyCardView): HtmlBlock {
  return paragraphs(
    tg`👤 <b>${language.bot.cardTitle(displayName(title, 60))}</b>`,
    ...places.map((place) => onePlace(place, isShort, language)),
    dataAge(age, timeZone, language),
  );
}

function onePlace(place: MyPlace, isShort: boolean, language: ViewLanguage): HtmlBlock {
  const { shared, formats, bot } = language;
  const own = place.around.rows.find((row) => row.player.id === place.playerId);
  if (own === undefined) return tg`${bot.notRanked}`;
  const withPrizes = place.standing !== undefined;
  const figures = lines(
    tg`${LEFT_TO_RIGHT}${displayName(place.name ?? own.player.name)}: ${shared.rank} <b>${shared.rankOf(own.rank, place.around.total)}</b>`,
    tg`${shared.wagered}: <b>${formats.money(own.wagered)}</b>`,
    place.standing === undefined ? undefined : distances(place.standing, language),
  );
  if (isShort || place.around.rows.length < 2) return figures;
  return paragraphs(figures, standingsRows(place.around.rows, { language, marked: place.playerId, withPrizes }));
}

function distances(standing: MyStanding, language: ViewLanguage): HtmlBlock {
  const { shared, formats } = language;
  const { rank, gapUp, gapDown, nextPaidRank, needed, projection } = standing;
  return lines(
    tg`${shared.prizeNow}: <b>${formats.money(standing.prize)}</b>`,
    rank !== null && rank > 1 && gapUp !== null ? tg`${shared.gapUp}: ${formats.money(gapUp)}` : undefined,
    nextPaidRank !== null && needed !== null && isFurther(needed, gapUp)
      ? tg`${shared.nextPaidRank(nextPaidRank)}: ${formats.money(needed)}`
      : undefined,
    gapDown === null ? undefined : tg`${shared.gapDown}: ${formats.money(gapDown)}`,
    projection === null ? undefined : tg`${shared.projection}: ${formats.money(projection)}`,
  );
}

/** To pass the place above takes a cent more than to reach it: said twice, the same step would read like two. */
function isFurther(needed: string, gapUp: string | null): boolean {
  const [step, gap] = [parseMicroUsd(needed), parseMicroUsd(gapUp ?? "0")];
  return step === undefined || gap === undefined || step - gap > ONE_CENT;
}
