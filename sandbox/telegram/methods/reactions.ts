import type { ReactionType } from "@grammyjs/types";
import { z } from "zod";
import { accessChat, findMessage } from "../access.js";
import { badRequest } from "../errors.js";
import type { MethodTable } from "./handler.js";
import { setReaction } from "../people/reacting.js";

/** The free reactions of Telegram; anything else is refused. */
const REACTION_EMOJI = [
  "👍",
  "👎",
  "❤",
  "🔥",
  "🥰",
  "👏",
  "😁",
  "🤔",
  "🤯",
  "😱",
  "🤬",
  "😢",
  "🎉",
  "🤩",
  "🤮",
  "💩",
  "🙏",
  "👌",
  "🕊",
  "🤡",
  "🥱",
  "🥴",
  "😍",
  "🐳",
  "❤‍🔥",
  "🌚",
  "🌭",
  "💯",
  "🤣",
  "⚡",
  "🍌",
  "🏆",
  "💔",
  "🤨",
  "😐",
  "🍓",
  "🍾",
  "💋",
  "🖕",
  "😈",
  "😴",
  "😭",
  "🤓",
  "👻",
  "👨‍💻",
  "👀",
  "🎃",
  "🙈",
  "😇",
  "😨",
  "🤝",
  "✍",
  "🤗",
  "🫡",
  "🎅",
  "🎄",
  "☃",
  "💅",
  "🤪",
  "🗿",
  "🆒",
  "💘",
  "🙉",
  "🦄",
  "😘",
  "💊",
  "🙊",
  "😎",
  "👾",
  "🤷‍♂",
  "🤷",
  "🤷‍♀",
  "😡",
] as const;

const reactionsSchema = z.array(
  z.object({ type: z.string(), emoji: z.string().optional(), custom_emoji_id: z.string().optional() }),
);

/** @throws ApiError for an emoji that is no reaction */
export function readReaction(emoji: string): ReactionType {
  // Clients send hearts and the like with or without the variation selector.
  const known = REACTION_EMOJI.find((one) => one === emoji.replaceAll("\ufe0f", ""));
  if (!known) throw badRequest("REACTION_INVALID");
  return { type: "emoji", emoji: known };
}

export const reactionMethods: MethodTable = {
  setMessageReaction(core, call) {
    const chat = accessChat(core, call, "write");
    const message = findMessage(chat, call.number("message_id"), "message to react");
    const given = call.object("reaction", reactionsSchema) ?? [];
    if (given.length > 1) throw badRequest("REACTIONS_TOO_MANY");
    const reactions = given.map((one) => {
      if (one.type === "paid") throw badRequest("bots can't use paid reactions");
      if (one.type !== "emoji") throw badRequest("REACTION_INVALID");
      return readReaction(one.emoji ?? "");
    });
    setReaction(core, message, core.world.botId, reactions);
    return true;
  },
};
