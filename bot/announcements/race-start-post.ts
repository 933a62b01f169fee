import * as z from "zod";
import type { ClaimedMessage } from "../../core/telegram/outbox.js";
import { newsMessages } from "../../messages/news-messages.js";
import { parseRaceId } from "../../wire/ids.js";
import type { BotServices } from "../context.js";
import { paragraphs, tg } from "../render/html.js";
import { raceNews } from "../render/race-news.js";
import type { Listener } from "./personal.js";
import type { Post } from "./post.js";

const payload = z.object({ race: z.string() });

/** A race has begun, for those who asked to be told; nothing of one that is over or was cancelled meanwhile. */
export async function raceStartPost(
  { core, views, links }: BotServices,
  message: ClaimedMessage,
  { language }: Listener,
): Promise<Post | undefined> {
  const id = parseRaceId(payload.parse(message.payload).race);
  if (id === undefined) return undefined;
  const race = await views.race(id);
  if (race.status !== "live") return undefined;
  const view = {
    news: "started",
    race,
    standings: undefined,
    voidReason: null,
    now: core.clock.now(),
    language,
  } as const;
  return {
    block: paragraphs(raceNews(view), tg`<i>${newsMessages(language.locale).askedFor}</i>`),
    keyboard: [[links.button(`📊 ${language.bot.buttons.openBoard}`, { page: "race", race: id }, "private")]],
  };
}
