import { linkedPlayers } from "../../core/people/telegram-users.js";
import { formatPlayerId } from "../../wire/ids.js";
import { raceIdIn } from "../admin/races-panel.js";
import { panelButton, type PanelFrame } from "../panels/panel.js";
import { lanesCard } from "../render/lanes.js";
import type { Screen } from "../screens/screen.js";

/** Ten lanes with three rows each still fit into a message. */
const ROWS = 3;

/** The lanes of a race with one's own row marked. @throws NotFoundError */
export async function lanesPanel({ services, language, person }: PanelFrame, subject: string): Promise<Screen> {
  const id = raceIdIn(subject);
  const [race, lanes, accounts] = await Promise.all([
    services.views.race(id),
    services.views.lanes(id),
    linkedPlayers(services.core, person),
  ]);
  const marked = accounts[0] === undefined ? undefined : formatPlayerId(accounts[0].playerId);
  return {
    block: lanesCard(race, lanes, language, { rows: ROWS, ...(marked !== undefined && { marked }) }),
    keyboard: [
      lanes.lanes.some(({ squads }) => squads !== undefined)
        ? [panelButton(`👥 ${language.bot.lanes.squads.title}`, "squads", id)]
        : [],
      [panelButton(`🔄 ${language.bot.buttons.refresh}`, "lanes", id)],
      [services.links.button(`📊 ${language.bot.buttons.openBoard}`, { page: "race", race: id }, "private")],
    ],
  };
}
