import type { BoardKey } from "../../core/boards/live-boards.js";
import { type LinkedPlayer, linkedPlayers } from "../../core/people/telegram-users.js";
import { readSettings } from "../../core/people/settings.js";
import { withoutPrompts } from "../../core/people/without-prompts.js";
import { formatPlayerId } from "../../wire/ids.js";
import type { UserSettings } from "../../wire/settings.js";
import { boardTarget } from "../callback-data/board-target.js";
import { myKeyboard } from "../keyboards/my-keyboard.js";
import { panelButton } from "../panels/panel.js";
import { oldestOf } from "../render/data-age.js";
import { tg, lines } from "../render/html.js";
import { myCard, type MyPlace } from "../render/my-card.js";
import { boardWindow } from "./board-screen.js";
import type { OwnedFrame, Screen } from "./screen.js";

/** Casino accounts shown on one card; more are in the app. */
const MAX_PLACES = 3;
/** Neighbours on each side. */
const SPAN = 2;

/** The owner's place on a board, for each casino account that is his. */
export async function myScreen(frame: OwnedFrame, board: BoardKey): Promise<Screen> {
  const { services, language, place, owner } = frame;
  const [players, settings] = await Promise.all([
    linkedPlayers(services.core, owner),
    readSettings(services.core, owner),
  ]);
  if (players.length === 0) return notLinkedScreen(frame);
  const [window, places] = await Promise.all([
    boardWindow(frame, board),
    Promise.all(players.slice(0, MAX_PLACES).map((player) => myPlace(frame, board, player, settings))),
  ]);
  return {
    block: myCard({
      title: window.title,
      places,
      isShort: place === "shared",
      age: oldestOf(places.map((each) => each.around)),
      timeZone: window.timeZone,
      language,
    }),
    keyboard: myKeyboard({ board, race: window.race, owner, place, links: services.links, language }),
  };
}

async function myPlace(
  { services, place }: OwnedFrame,
  board: BoardKey,
  linked: LinkedPlayer,
  settings: UserSettings,
): Promise<MyPlace> {
  const player = linked.playerId;
  const target = boardTarget(board);
  const [around, standing] = await Promise.all([
    services.views.around(board, player, SPAN),
    target.kind === "race" ? services.views.myStanding(target.race, player) : undefined,
  ]);
  const name = place === "private" ? (linked.name ?? undefined) : undefined;
  return {
    playerId: formatPlayerId(player),
    name,
    around,
    standing: standing === undefined ? undefined : withoutPrompts(standing, settings),
  };
}

/** What somebody reads whose account nobody knows. */
export function notLinkedScreen({ services, language, place }: OwnedFrame): Screen {
  const { bot } = language;
  return {
    block: lines(tg`${bot.notLinked}`, tg`${bot.notLinkedFollow} /race /leaderboard`),
    keyboard: [
      [
        place === "private"
          ? panelButton(`🔗 ${bot.own.links.add}`, "add-link")
          : {
              text: `🔗 ${bot.own.links.add}`,
              url: services.links.privateChat({ kind: "link", value: "chat" }),
            },
      ],
      [services.links.button(`📱 ${bot.buttons.openApp}`, { page: "home" }, place)],
    ],
  };
}
