import { type LinkedPlayer, linkedPlayers } from "../../core/people/telegram-users.js";
import { readSettings } from "../../core/people/settings.js";
import { withoutPrompts } from "../../core/people/without-prompts.js";
import { scoreParts } from "../../core/settlement/score-parts.js";
import { formatPlayerId, type RaceId } from "../../wire/ids.js";
import type { Race } from "../../wire/race.js";
import type { UserSettings } from "../../wire/settings.js";
import type { Keyboard } from "../answers.js";
import { panelButton } from "../panels/panel.js";
import { whyCard, type WhyPlace } from "../render/why-card.js";
import { notLinkedScreen } from "./my-screen.js";
import type { OwnedFrame, Screen } from "./screen.js";

/** Casino accounts in one message: at most 8 lines each. */
const MAX_PLACES = 3;

/** What the owner's scores in a race are made of. @throws NotFoundError when there is no such race */
export async function whyScreen(frame: OwnedFrame, id: RaceId): Promise<Screen> {
  const { services, language, owner } = frame;
  const [race, players, settings] = await Promise.all([
    services.views.race(id),
    linkedPlayers(services.core, owner),
    readSettings(services.core, owner),
  ]);
  if (players.length === 0) return notLinkedScreen(frame);
  const places = await Promise.all(players.slice(0, MAX_PLACES).map((player) => whyPlace(frame, id, player, settings)));
  return { block: whyCard({ race, places, language }), keyboard: keyboard(frame, race, id) };
}

async function whyPlace(
  { services, place }: OwnedFrame,
  race: RaceId,
  { playerId: player, name }: LinkedPlayer,
  settings: UserSettings,
): Promise<WhyPlace> {
  const [around, standing, score] = await Promise.all([
    services.views.around(`race:${race}`, player, 0),
    services.views.myStanding(race, player),
    scoreParts(services.core, race, player),
  ]);
  const row = around.rows.find((each) => each.player.id === formatPlayerId(player));
  return {
    name: (place === "private" ? name : undefined) ?? row?.player.name,
    around,
    standing: withoutPrompts(standing, settings),
    score,
  };
}

/** A message of the private chat is redrawn in place; a group gets the way to the figures alone. */
function keyboard({ services, language, place }: OwnedFrame, race: Race, id: RaceId): Keyboard {
  const { bot } = language;
  const isClosed = race.status === "provisional" || race.status === "final" || race.status === "paid";
  const app = isClosed
    ? services.links.button(`🔍 ${bot.buttons.verify}`, { page: "verify", race: id }, place)
    : services.links.button(`📱 ${bot.buttons.openApp}`, { page: "me" }, place);
  if (place === "shared") return [[app]];
  return [
    isClosed ? [app] : [panelButton(`🔄 ${bot.buttons.refresh}`, "why", id), app],
    race.status === "provisional" ? [panelButton(`📣 ${bot.own.cases.open}`, "doubt", id)] : [],
  ];
}
