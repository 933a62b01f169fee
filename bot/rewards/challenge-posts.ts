import * as z from "zod";
import { readEntry } from "../../core/rewards/challenge-entries.js";
import { findChallenge } from "../../core/rewards/challenges.js";
import type { ClaimedMessage } from "../../core/telegram/outbox.js";
import { groupLanguage } from "../announcements/group-language.js";
import type { Listener } from "../announcements/personal.js";
import { type Post, postCall } from "../announcements/post.js";
import type { BotServices } from "../context.js";
import type { Renderer } from "../outbox/renderer.js";
import type { SharedPictures } from "../pictures/shared-pictures.js";
import { lines, paragraphs, tg } from "../render/html.js";
import { challengeBlock, taskText } from "./challenge-block.js";

const postPayload = z.object({ challenge: z.string() });
const entryPayload = z.object({ entry: z.string() });

/** Shows a new challenge in a group; nothing when it is over before it could be shown. */
export function challengePostRenderer({ core, links }: BotServices, pictures: SharedPictures): Renderer {
  return async (message) => {
    const challenge = await findChallenge(core, postPayload.parse(message.payload).challenge);
    if (challenge?.state !== "open") return undefined;
    const language = await groupLanguage(core, message.chatId);
    const texts = language.bot.rewards;
    const block = paragraphs(
      tg`🎯 <b>${texts.challenges.newOne}</b>`,
      challengeBlock(challenge, core.timeZone, language),
      tg`<i>${texts.challenges.linkedOnly}</i>`,
    );
    const url = links.privateChat({ kind: "rewards", value: "challenge" });
    const keyboard = [[{ text: `💬 ${texts.drops.openPrivate}`, url }]];
    return postCall({ core, pictures }, message, { block, keyboard });
  };
}

/** Tells a person why his entry was turned down. */
export async function entryPost(
  { core, links }: BotServices,
  message: ClaimedMessage,
  { language }: Listener,
): Promise<Post | undefined> {
  const entry = await readEntry(core, entryPayload.parse(message.payload).entry);
  if (entry.state !== "rejected" || entry.reason === null) return undefined;
  const texts = language.bot.rewards.challenges;
  return {
    block: lines(tg`🎯 <b>${texts.rejected(taskText(entry, language))}</b>`, tg`${texts.reason}: ${entry.reason}`),
    keyboard: [[links.button(`📱 ${language.bot.buttons.openApp}`, { page: "rewards" }, "private")]],
  };
}
