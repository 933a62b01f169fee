import type { ScorePart, ScoreParts } from "../../core/settlement/score-parts.js";
import { formatMicroUsd } from "../../wire/money.js";
import type { MyStanding, Race, Standings } from "../../wire/race.js";
import { dataAge, oldestOf } from "./data-age.js";
import { type HtmlBlock, lines, paragraphs, tg } from "./html.js";
import { displayName, LEFT_TO_RIGHT } from "./names.js";
import { dateTime } from "./time.js";
import type { ViewLanguage } from "./view-language.js";

/** One account's score with what it is made of. */
export interface WhyPlace {
  /** His full name where nobody else reads it, else the board's; undefined without either. */
  name: string | undefined;
  /** The board around him: his row alone. */
  around: Standings;
  standing: MyStanding;
  score: ScoreParts;
}

/** Why somebody stands where he stands: the parts of his score, their sum, and the distance to his neighbours. */
export function whyCard(view: { race: Race; places: readonly WhyPlace[]; language: ViewLanguage }): HtmlBlock {
  const { race, places, language } = view;
  const version = places.find(({ score }) => score.version !== null)?.score.version ?? null;
  const { why } = language.bot;
  return paragraphs(
    tg`❓ <b>${why.title(displayName(race.title, 60))}</b>`,
    ...places.map((place) => onePlace(place, race, language)),
    tg`<i>${version === null ? why.soFar : why.ofResult(version)}</i>`,
    dataAge(oldestOf(places.map(({ around }) => around)), race.timeZone, language),
  );
}

function onePlace({ name, around, standing, score }: WhyPlace, race: Race, language: ViewLanguage): HtmlBlock {
  const { shared, formats, bot } = language;
  const { why } = bot;
  const { rank, prize, gapUp, gapDown } = standing;
  const who = name === undefined ? tg`` : tg`${LEFT_TO_RIGHT}${displayName(name)}: `;
  const place = rank === null ? tg`${why.unranked}` : tg`${shared.rank} <b>${shared.rankOf(rank, around.total)}</b>`;
  const time = (instant: Date): HtmlBlock => dateTime(instant, race.timeZone, language);
  return lines(
    tg`${who}${place}`,
    ...score.parts.map((part) => onePart(part, language)),
    score.wagered === score.sum ? undefined : tg`⚖️ ${why.weighted(formats.money(formatMicroUsd(score.wagered)))}`,
    score.cap === null ? undefined : tg`✂️ ${why.capped(formats.money(formatMicroUsd(score.cap)))}`,
    score.parts.length === 0
      ? tg`${bot.notRanked}`
      : tg`= ${why.together}: <b>${formats.money(formatMicroUsd(score.cap ?? score.sum))}</b>`,
    ...score.verdicts.map((verdict) => tg`⚠️ ${why.verdict[verdict]}`),
    /[1-9]/.test(prize) ? tg`${shared.prizeNow}: <b>${formats.money(prize)}</b>` : undefined,
    rank !== null && rank > 1 && gapUp !== null ? tg`${shared.gapUp}: ${formats.money(gapUp)}` : undefined,
    gapDown === null ? undefined : tg`${shared.gapDown}: ${formats.money(gapDown)}`,
    score.first === null || score.last === null
      ? undefined
      : tg`${why.between}: ${time(score.first)} – ${time(score.last)}`,
  );
}

function onePart({ kind, count, counted }: ScorePart, { formats, bot }: ViewLanguage): HtmlBlock {
  const sign = counted < 0n ? "" : "+";
  return tg`• ${bot.why.part[kind](count)}: ${sign}${formats.money(formatMicroUsd(counted))}`;
}
