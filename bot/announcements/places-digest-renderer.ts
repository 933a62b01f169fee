import * as z from "zod";
import { newsMessages } from "../../messages/news-messages.js";
import { parseRaceId } from "../../wire/ids.js";
import type { StandingsRow } from "../../wire/race.js";
import type { BotServices } from "../context.js";
import type { Renderer } from "../outbox/renderer.js";
import type { SharedPictures } from "../pictures/shared-pictures.js";
import { dataAge } from "../render/data-age.js";
import { lines, paragraphs, tg } from "../render/html.js";
import { displayName, LEFT_TO_RIGHT } from "../render/names.js";
import { readBoard } from "../screens/race-screen.js";
import { groupLanguage } from "./group-language.js";
import { postCall } from "./post.js";

const payload = z.object({ race: z.string(), moved: z.array(z.string()) });
const MAX_PLACES = 10;
/** More names than this are a list that nobody reads. */
const MAX_MOVES = 5;

/** Tells a group who moved up in the paid places; whoever lost a place is not named. */
export function placesDigestRenderer(services: BotServices, pictures: SharedPictures): Renderer {
  const { core, views, links } = services;
  return async (message) => {
    const { race: raceText, moved } = payload.parse(message.payload);
    const id = parseRaceId(raceText);
    if (id === undefined) return undefined;
    const [race, standings] = await Promise.all([views.race(id), readBoard(views, id, MAX_PLACES)]);
    const risen = (standings?.rows ?? []).filter((row) => moved.includes(row.player.id) && /[1-9]/.test(row.prize));
    if (race.status !== "live" || standings === undefined || standings.stale || risen.length === 0) return undefined;
    const language = await groupLanguage(core, message.chatId);
    const words = newsMessages(language.locale);
    const line = (row: StandingsRow) =>
      tg`${LEFT_TO_RIGHT}🔼 ${words.digestNew(displayName(row.player.name), language.formats.count(row.rank))}`;
    const block = paragraphs(
      lines(tg`📈 <b>${words.digestTitle}</b>`, tg`${displayName(race.title, 60)}`),
      lines(...risen.slice(0, MAX_MOVES).map(line)),
      dataAge(standings, race.timeZone, language),
    );
    const board = links.button(`📊 ${language.bot.buttons.openBoard}`, { page: "race", race: id }, "shared");
    return postCall({ core, pictures }, message, { block, keyboard: [[board]], isSilent: true });
  };
}
