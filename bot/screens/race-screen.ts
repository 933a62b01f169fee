import { parseRaceId, type RaceId } from "../../wire/ids.js";
import { NotFoundError } from "../../core/errors.js";
import { findGame } from "../../core/predictions/prediction-games.js";
import type { Views } from "../../core/views/views.js";
import type { Race, Standings } from "../../wire/race.js";
import type { Keyboard } from "../answers.js";
import { raceKeyboard } from "../keyboards/race-keyboard.js";
import { panelButton } from "../panels/panel.js";
import { tg, lines } from "../render/html.js";
import { raceCard } from "../render/race-card.js";
import type { AskedFrame, Screen, ScreenFrame } from "./screen.js";

/** Places on the card: all ten for one person, half of them where a chat reads along. */
const ROWS = { private: 10, shared: 5 } as const;

/** The card of a race. @throws NotFoundError when there is no such race */
export async function raceScreen(frame: AskedFrame, race: Race): Promise<Screen> {
  const { services, language, place, owner } = frame;
  const id = raceIdOf(race);
  const standings = await readBoard(services.views, id, ROWS[place]);
  const game = place === "private" ? await findGame(services.core, id) : undefined;
  const now = services.core.clock.now();
  return {
    block: raceCard({ race, standings, now, maxRows: ROWS[place], language }),
    keyboard: [
      ...raceKeyboard({ race: id, owner, place, links: services.links, language }),
      game?.state === "open" ? [panelButton(`🔮 ${language.bot.rewards.predictions.button}`, "predict", id)] : [],
      place === "private" ? laneButtons(race, language) : [],
      // Who doubts a result says so while it can still be changed.
      race.status === "provisional" && place === "private"
        ? [panelButton(`📣 ${language.bot.own.cases.open}`, "doubt", id)]
        : [],
    ],
  };
}

function laneButtons({ id, lanes = [] }: Race, { bot }: ScreenFrame["language"]): Keyboard[number] {
  if (lanes.length === 0) return [];
  const squads = panelButton(`👥 ${bot.lanes.squads.title}`, "squads", id);
  const hasSquads = lanes.some((lane) => lane.squads !== undefined);
  return [panelButton(`🎽 ${bot.lanes.title}`, "lanes", id), ...(hasSquads ? [squads] : [])];
}

/** @returns `undefined` for a race that is over and whose board is closed: its card shows the head alone */
export async function readBoard(views: Views, race: RaceId, limit: number): Promise<Standings | undefined> {
  try {
    return await views.standings(`race:${race}`, limit);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

/** What is said while no race exists. */
export function noRaceScreen({ services, language, place }: ScreenFrame): Screen {
  const { bot } = language;
  return {
    block: lines(tg`${bot.noRace}`, tg`${bot.noRaceHint} /leaderboard`),
    keyboard: [[services.links.button(`📱 ${bot.buttons.openApp}`, { page: "home" }, place)]],
  };
}

/** @throws RangeError when a view hands out a race whose id is none: our bug */
export function raceIdOf(race: Race): RaceId {
  const id = parseRaceId(race.id);
  if (id === undefined) throw new RangeError(`a race with a malformed id: ${race.id}`);
  return id;
}
