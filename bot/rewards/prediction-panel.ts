import { findGame, type PredictionGame } from "../../core/predictions/prediction-games.js";
import { ownPredictions, type OwnPrediction } from "../../core/predictions/predict.js";
import { publicNames } from "../../core/players/public-names.js";
import { NotFoundError } from "../../core/errors.js";
import { parsePlayerId, parseRaceId, playerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import { formatCents } from "../../wire/money.js";
import type { Keyboard } from "../answers.js";
import { panelButton, type PanelFrame, shortLabel } from "../panels/panel.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import { dateTime, timeFromNow } from "../render/time.js";
import type { Screen } from "../screens/screen.js";
import { readBoard } from "../screens/race-screen.js";

/** Players that can be named by a button: the app has a longer list. */
const CHOICES = 10;
const TALLIED = 3;

/** A race and the players named so far, as a press carries them: `AbCdEfGhIj.1a.2b`. */
export interface Naming {
  race: RaceId;
  picks: PlayerId[];
}

function encodeNaming({ race, picks }: Naming): string {
  return [race, ...picks.map((pick) => pick.toString(36))].join(".");
}

/** @throws NotFoundError for what is no press of ours */
export function decodeNaming(subject: string): Naming {
  const [id = "", ...parts] = subject.split(".");
  const race = parseRaceId(id);
  const picks = parts.map((part) => Number.parseInt(part, 36));
  if (race === undefined || picks.length > 3 || !picks.every((pick) => Number.isSafeInteger(pick) && pick > 0)) {
    throw new NotFoundError("There is no such prediction game.");
  }
  return { race, picks: picks.map(playerId) };
}

/** The game of a race: its rules, the tally, what one has said, and the players to name next. */
export function predictionPanel(frame: PanelFrame, subject: string): Promise<Screen> {
  return draw(frame, subject, false);
}

/** As {@link predictionPanel}, for whoever has predicted and wants to say something else. */
export function predictAnewPanel(frame: PanelFrame, subject: string): Promise<Screen> {
  return draw(frame, subject, true);
}

async function draw(frame: PanelFrame, subject: string, isAnew: boolean): Promise<Screen> {
  const { services, person } = frame;
  const naming = decodeNaming(subject);
  const game = await findGame(services.core, naming.race);
  if (game === undefined) throw new NotFoundError("This race has no prediction game.");
  const own = (await ownPredictions(services.core, person)).find(({ race }) => race === game.race);
  const isAsking = game.state === "open" && (isAnew || naming.picks.length > 0 || own === undefined);
  const names = await publicNames(services.core.pool, [
    ...naming.picks,
    ...(own?.picks ?? []),
    ...game.tally.map(({ playerId: named }) => named),
  ]);
  const nameOf = (player: PlayerId): string => displayName(names.get(player) ?? "?", 24);
  const choices = isAsking ? await choicesFor(frame, naming) : [];
  return {
    block: paragraphs(
      gameBlock(game, frame),
      tallyBlock(game, nameOf, frame),
      own === undefined || isAsking ? undefined : ownBlock(own, nameOf, frame),
      isAsking ? askBlock(naming.picks, choices.length > 0, nameOf, frame) : undefined,
    ),
    keyboard: [...choices, ...turns(game, naming, isAsking, frame)],
  };
}

function gameBlock(game: PredictionGame, { services, language }: PanelFrame): HtmlBlock {
  const { predictions: texts } = language.bot.rewards;
  const prizes = game.prizes.map((prize) => language.formats.money(formatCents(prize))).join(", ");
  const closes = tg`${texts.closes} ${timeFromNow(game.closesAt, services.core.clock.now(), language)} (${dateTime(game.closesAt, services.core.timeZone, language)})`;
  return lines(
    tg`🔮 <b>${texts.title}</b>: ${displayName(game.title, 40)}`,
    game.state === "open" ? closes : tg`${texts.states[game.state]}`,
    game.state === "open" ? tg`${texts.lead}` : undefined,
    tg`<i>${texts.points}</i>`,
    tg`${prizes === "" ? texts.honour : texts.prizes(prizes)}`,
  );
}

function tallyBlock(
  { tally, predictions, bestPoints }: PredictionGame,
  nameOf: (player: PlayerId) => string,
  { language }: PanelFrame,
): HtmlBlock | undefined {
  const { predictions: texts } = language.bot.rewards;
  if (predictions === 0) return undefined;
  const named = tally
    .slice(0, TALLIED)
    .map(
      ({ playerId: player, named: [first, second, third] }) =>
        `${nameOf(player)} ${texts.times(first + second + third)}`,
    );
  return lines(
    tg`📊 ${texts.count(predictions)}. ${texts.most}: ${named.join(", ")}`,
    bestPoints === null ? undefined : tg`${texts.best(bestPoints)}`,
  );
}

function ownBlock(
  { picks, points, place }: OwnPrediction,
  nameOf: (player: PlayerId) => string,
  { language }: PanelFrame,
): HtmlBlock {
  const { predictions: texts } = language.bot.rewards;
  return lines(
    tg`<b>${texts.yours}</b>: ${podiumText(picks, nameOf)}`,
    points === null || place === null ? undefined : tg`${texts.result(points, language.formats.count(place))}`,
  );
}

function podiumText(picks: readonly PlayerId[], nameOf: (player: PlayerId) => string): string {
  return picks.map((pick, at) => `${["🥇", "🥈", "🥉"][at]} ${nameOf(pick)}`).join(" ");
}

function askBlock(
  picks: readonly PlayerId[],
  hasChoices: boolean,
  nameOf: (player: PlayerId) => string,
  { language }: PanelFrame,
): HtmlBlock {
  const { predictions: texts } = language.bot.rewards;
  return lines(
    picks.length === 0 ? undefined : tg`${podiumText(picks, nameOf)}`,
    hasChoices ? tg`<b>${texts.ask[picks.length] ?? ""}</b>` : tg`${texts.noPlayers}`,
  );
}

async function choicesFor({ services }: PanelFrame, naming: Naming): Promise<Keyboard> {
  const board = await readBoard(services.views, naming.race, CHOICES + naming.picks.length);
  const rows = (board?.rows ?? []).flatMap(({ player, rank }) => {
    const id = parsePlayerId(player.id);
    return id === undefined || naming.picks.includes(id) ? [] : [{ id, text: shortLabel(`${rank}. ${player.name}`) }];
  });
  const press = naming.picks.length === 2 ? "predict-sure" : "predict";
  const buttons = rows.map(({ id, text }) =>
    panelButton(text, press, encodeNaming({ ...naming, picks: [...naming.picks, id] })),
  );
  return Array.from({ length: Math.ceil(buttons.length / 2) }, (_, at) => buttons.slice(2 * at, 2 * at + 2));
}

function turns({ race, state }: PredictionGame, { picks }: Naming, isAsking: boolean, frame: PanelFrame): Keyboard {
  const { language } = frame;
  const again = panelButton(`✏️ ${language.bot.rewards.predictions.again}`, "predict-anew", race);
  return [
    state === "open" && (!isAsking || picks.length > 0) ? [again] : [],
    [frame.services.links.button(`📱 ${language.bot.buttons.openApp}`, { page: "rewards" }, "private")],
  ];
}
