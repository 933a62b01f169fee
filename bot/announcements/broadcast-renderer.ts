import * as z from "zod";
import { readBroadcastOf } from "../../core/announcements/broadcasts.js";
import type { ClaimedMessage } from "../../core/telegram/outbox.js";
import { newsMessages } from "../../messages/news-messages.js";
import type { BotServices } from "../context.js";
import type { Renderer } from "../outbox/renderer.js";
import type { SharedPictures } from "../pictures/shared-pictures.js";
import { paragraphs, tg } from "../render/html.js";
import type { ViewLanguage } from "../render/view-language.js";
import { groupLanguage } from "./group-language.js";
import { personalRenderer } from "./personal.js";
import { type Post, postCall } from "./post.js";

/** A copy of a broadcast: to a group in its topic, to a person who wants news outside his quiet hours. */
export function broadcastRenderer(services: BotServices, pictures: SharedPictures): Renderer {
  const { core } = services;
  const toPerson = personalRenderer({ core, pictures }, "news", (message, { language }) =>
    copy(services, message, language),
  );
  return async (message) => {
    if (message.chatId > 0) return toPerson(message);
    const post = await copy(services, message, await groupLanguage(core, message.chatId));
    return post === undefined ? undefined : postCall({ core, pictures }, message, post);
  };
}

async function copy(
  { core, communityName }: BotServices,
  message: ClaimedMessage,
  language: ViewLanguage,
): Promise<Post | undefined> {
  const broadcast = await readBroadcastOf(core.pool, message.id);
  // A copy that was taken up just before a pause still goes out: left out now, it would count as done when it goes on.
  if (broadcast === undefined || broadcast.state === "cancelled") return undefined;
  const title = newsMessages(language.locale).announcementFrom(communityName);
  return { block: paragraphs(tg`📣 <b>${title}</b>`, tg`${broadcast.text}`), keyboard: [] };
}

const announcement = z.object({ text: z.string() });

/** What an administrator lets the bot say in his group. */
export function groupAnnouncementRenderer({ core }: BotServices, pictures: SharedPictures): Renderer {
  return async (message) => {
    const { text } = announcement.parse(message.payload);
    return postCall({ core, pictures }, message, { block: tg`📣 ${text}`, keyboard: [] });
  };
}
