import * as z from "zod";
import type { ClaimedMessage } from "../../core/telegram/outbox.js";
import { newsMessages } from "../../messages/news-messages.js";
import { parseRaceId } from "../../wire/ids.js";
import type { BotServices } from "../context.js";
import { lines, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import type { Listener } from "./personal.js";
import type { Post } from "./post.js";

const payload = z.object({
  race: z.object({ id: z.string(), title: z.string() }),
  isAccepted: z.boolean(),
  answer: z.string(),
});

/** How a person's case against a result was decided, with the administrator's words. */
export async function casePost({ links }: BotServices, message: ClaimedMessage, { language }: Listener): Promise<Post> {
  const { race, isAccepted, answer } = payload.parse(message.payload);
  const words = newsMessages(language.locale);
  const title = displayName(race.title, 60);
  const id = parseRaceId(race.id);
  return {
    block: lines(
      tg`${isAccepted ? "✅" : "✖️"} ${isAccepted ? words.caseAccepted(title) : words.caseRejected(title)}`,
      tg`${answer}`,
    ),
    keyboard: [
      [
        links.button(
          `📱 ${language.bot.buttons.openApp}`,
          id === undefined ? { page: "me" } : { page: "race", race: id },
          "private",
        ),
      ],
    ],
  };
}
