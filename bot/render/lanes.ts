import { laneSentences } from "../../messages/lane-sentences.js";
import type { LaneStandings, RaceLanes } from "../../wire/race-lanes.js";
import type { Race } from "../../wire/race.js";
import { type HtmlBlock, lines, paragraphs, tg } from "./html.js";
import { displayName } from "./names.js";
import { standingsRows } from "./standings-rows.js";
import type { ViewLanguage } from "./view-language.js";

const TITLE_LENGTH = 40;
/** Lanes that a card or an announcement names: a caption holds 1,024 letters. */
const NAMED = 3;

function firstPrize({ prizes }: { prizes: readonly string[] }, { formats }: ViewLanguage): string {
  return formats.money(prizes[0] ?? "0.00").replace(/[.,]00(?=\D*$)/, "");
}

/** One line of a race card: which lanes there are, and what their first place brings. */
export function lanesLine({ lanes = [] }: Race, language: ViewLanguage): HtmlBlock | undefined {
  if (lanes.length === 0) return undefined;
  const named = lanes
    .slice(0, NAMED)
    .map((lane) => `${displayName(lane.title, TITLE_LENGTH)} (${firstPrize(lane, language)})`);
  const rest = lanes.length > NAMED ? " …" : "";
  return tg`🎽 ${language.bot.lanes.title}: ${named.join(" · ")}${rest}`;
}

/** The rows of a lane; squads stand in it like players, under their names. */
function rowsOf({ rows, squadRows }: LaneStandings): LaneStandings["rows"] {
  return squadRows?.map(({ squad, rank, score, prize }) => ({ rank, player: squad, score, prize })) ?? rows;
}

/** The number of the squad in which somebody stands, which marks its row. */
function markedIn({ squadRows }: LaneStandings, marked: string | undefined): string | undefined {
  if (squadRows === undefined) return marked;
  return squadRows.find(({ members }) => members.some(({ player }) => player.id === marked))?.squad.id;
}

/** Who leads or has won each lane, as an announcement names him; who wins nothing is not named. */
export function laneWinners(lanes: RaceLanes | undefined, language: ViewLanguage): HtmlBlock | undefined {
  const won = (lanes?.lanes ?? []).flatMap((lane) => {
    const [best] = rowsOf(lane);
    if (best === undefined || !/[1-9]/.test(best.prize)) return [];
    const prize = firstPrize({ prizes: [best.prize] }, language);
    return [tg`🎽 ${displayName(lane.title, 24)}: ${displayName(best.player.name, 20)} · ${prize}`];
  });
  return won.length === 0 ? undefined : lines(...won.slice(0, NAMED));
}

/** All lanes with their rules and best places. @param marked public id of the player whose row is marked */
export function lanesCard(
  race: Race,
  { lanes }: RaceLanes,
  language: ViewLanguage,
  options: { rows: number; marked?: string },
): HtmlBlock {
  return paragraphs(
    lines(
      tg`🎽 <b>${language.bot.lanes.title}: ${displayName(race.title, TITLE_LENGTH)}</b>`,
      tg`${language.bot.lanes.lead}`,
    ),
    ...lanes.map((lane) => laneBlock(lane, language, options)),
  );
}

function laneBlock(lane: LaneStandings, language: ViewLanguage, options: { rows: number; marked?: string }): HtmlBlock {
  const { formats, bot } = language;
  const money = (amount: string): string => formats.money(amount).replace(/[.,]00(?=\D*$)/, "");
  const marked = markedIn(lane, options.marked);
  const shown = rowsOf(lane).filter(({ player }, at) => at < options.rows || player.id === marked);
  return lines(
    tg`<b>${displayName(lane.title, TITLE_LENGTH)}</b> · ${lane.prizes.slice(0, 5).map(money).join(", ")}`,
    ...laneSentences(lane, bot.lanes, money).map((sentence) => tg`<i>${sentence}</i>`),
    shown.length === 0
      ? tg`${bot.lanes.nobody}`
      : standingsRows(
          shown.map(({ score, ...row }) => ({ ...row, wagered: score, gap: "0.000000", reachedAt: "" })),
          { language, withPrizes: true, ...(marked !== undefined && { marked }) },
        ),
  );
}
