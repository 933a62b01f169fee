import { formatPlayerId, type PlayerId } from "../../wire/ids.js";
import { dataAge } from "../render/data-age.js";
import { tg, paragraphs } from "../render/html.js";
import { displayName } from "../render/names.js";
import { standingsRows } from "../render/standings-rows.js";
import { raceKeyboard } from "../keyboards/race-keyboard.js";
import { noRaceScreen, raceIdOf } from "./race-screen.js";
import type { AskedFrame, Screen } from "./screen.js";

const SPAN = 4;

/** A shared link to a player: his place in the current race among his neighbours, as everybody may see it. */
export async function playerScreen(frame: AskedFrame, player: PlayerId): Promise<Screen> {
  const { services, language, place, owner } = frame;
  const race = await services.views.currentRace();
  if (race === null) return noRaceScreen(frame);
  const id = raceIdOf(race);
  const around = await services.views.around(`race:${id}`, player, SPAN);
  const rows =
    around.rows.length === 0
      ? tg`${language.bot.playerNotFound}`
      : standingsRows(around.rows, { language, marked: formatPlayerId(player), withPrizes: true });
  return {
    block: paragraphs(tg`🏁 <b>${displayName(race.title, 60)}</b>`, rows, dataAge(around, race.timeZone, language)),
    keyboard: raceKeyboard({ race: id, owner, place, links: services.links, language }),
  };
}
