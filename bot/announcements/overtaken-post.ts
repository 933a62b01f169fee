import * as z from "zod";
import type { ClaimedMessage } from "../../core/telegram/outbox.js";
import { newsMessages } from "../../messages/news-messages.js";
import { parsePlayerId, parseRaceId } from "../../wire/ids.js";
import type { BotServices } from "../context.js";
import { paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import type { Listener } from "./personal.js";
import type { Post } from "./post.js";

const payload = z.object({ race: z.string(), player: z.string() });

/** Tells a person who asked for it that he is out of the paid places; nothing if he is back in them. */
export async function overtakenPost(
  { views, links }: BotServices,
  message: ClaimedMessage,
  { language, hidesWagerPrompts }: Listener,
): Promise<Post | undefined> {
  const { race: raceText, player: playerText } = payload.parse(message.payload);
  const [id, player] = [parseRaceId(raceText), parsePlayerId(playerText)];
  if (id === undefined || player === undefined || hidesWagerPrompts) return undefined;
  const [race, standing] = await Promise.all([views.race(id), views.myStanding(id, player)]);
  if (race.status !== "live" || standing.rank === null || /[1-9]/.test(standing.prize)) return undefined;
  const words = newsMessages(language.locale);
  return {
    block: paragraphs(
      tg`👤 <b>${words.overtaken(displayName(race.title, 60))}</b>`,
      tg`${words.overtakenText(language.formats.count(standing.rank))}`,
      tg`<i>${words.askedFor}</i>`,
    ),
    keyboard: [[links.button(`📱 ${language.bot.buttons.openApp}`, { page: "me" }, "private")]],
    isSilent: true,
  };
}
