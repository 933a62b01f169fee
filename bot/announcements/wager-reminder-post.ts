import * as z from "zod";
import type { ClaimedMessage } from "../../core/telegram/outbox.js";
import { newsMessages } from "../../messages/news-messages.js";
import type { BotServices } from "../context.js";
import { lines, tg } from "../render/html.js";
import type { Listener } from "./personal.js";
import type { Post } from "./post.js";

const payload = z.object({ limit: z.string() });

/** Tells a person that he has wagered what he wanted to be told of; neutral, and without any board beside it. */
export async function wagerReminderPost(
  { links }: BotServices,
  message: ClaimedMessage,
  { language }: Listener,
): Promise<Post> {
  const words = newsMessages(language.locale);
  const amount = language.formats.money(payload.parse(message.payload).limit);
  return {
    block: lines(tg`⏱ <b>${words.wagerReminder(amount)}</b>`, tg`${words.wagerReminderText}`),
    keyboard: [[links.button(`📱 ${language.bot.buttons.openApp}`, { page: "me" }, "private")]],
  };
}
