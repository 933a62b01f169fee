import type { InlineKeyboardButton } from "@grammyjs/types";
import type { CallbackRecord } from "../callback-desk.js";
import type { Core } from "../core.js";
import { renderMessage } from "../render/message.js";
import { renderUser } from "../render/people-and-chats.js";
import type { MessageRecord } from "../state/records.js";
import { visibleMessage } from "./chatting.js";
import { PersonRefusal } from "./refusal.js";

/** @throws PersonRefusal when the message or the button is gone */
export function findButton(
  core: Core,
  userId: number,
  at: { chatId: number; messageId: number; row: number; column: number },
): { message: MessageRecord; button: InlineKeyboardButton } {
  const message = visibleMessage(core, userId, at.chatId, at.messageId);
  const button = message.keyboard?.[at.row]?.[at.column];
  if (!button) throw new PersonRefusal("This button is gone");
  return { message, button };
}

/** Presses a callback button: the bot gets the query and has to answer it once. */
export function pressCallback(
  core: Core,
  userId: number,
  message: MessageRecord,
  label: string,
  data: string,
): CallbackRecord {
  const chat = core.world.chat(message.chatId);
  if (chat.kind === "bot" && core.world.user(userId).hasBlockedBot) throw new PersonRefusal("Unblock the bot first");
  const record = core.callbacks.open({ userId, chatId: chat.id, messageId: message.id, label });
  core.journal.add({ kind: "pressed", userId, message, label, queryId: record.id });
  const origin =
    message.inlineMessageId === undefined
      ? { message: renderMessage(core, message) }
      : { inline_message_id: message.inlineMessageId };
  core.updates.push({
    callback_query: {
      id: record.id,
      from: renderUser(core.world.user(userId)),
      chat_instance: chat.chatInstance,
      data,
      ...origin,
    },
  });
  return record;
}
