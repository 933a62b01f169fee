import type { ReactionType } from "@grammyjs/types";
import { unixSeconds } from "../clock.js";
import type { Core } from "../core.js";
import { renderChat, renderUser } from "../render/people-and-chats.js";
import { isAdministrator } from "../state/rights.js";
import type { MessageRecord } from "../state/records.js";

/** Sets somebody's reaction; bots hear of people's reactions in private chats and where they are administrators. */
export function setReaction(core: Core, message: MessageRecord, userId: number, reactions: ReactionType[]): void {
  const chat = core.world.chat(message.chatId);
  const before = message.reactions.get(userId) ?? [];
  if (reactions.length === 0) message.reactions.delete(userId);
  else message.reactions.set(userId, reactions);
  const emoji = reactions.map((one) => (one.type === "emoji" ? one.emoji : one.type));
  core.journal.add({ kind: "reacted", userId, message, emoji });
  core.world.bus.changed(chat.id);
  const isHeard = chat.kind === "bot" || isAdministrator(chat.members.get(core.world.botId));
  if (userId === core.world.botId || chat.kind === "people" || !isHeard) return;
  core.updates.push({
    message_reaction: {
      chat: renderChat(core, chat),
      message_id: message.id,
      user: renderUser(core.world.user(userId)),
      date: unixSeconds(core.clock),
      old_reaction: before,
      new_reaction: reactions,
    },
  });
}
