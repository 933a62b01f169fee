import { isDeepStrictEqual } from "node:util";
import type { InlineKeyboardButton } from "@grammyjs/types";
import { z } from "zod";
import { accessChat, findMessage } from "../access.js";
import { unixSeconds } from "../clock.js";
import type { Core } from "../core.js";
import { badRequest, emulatorRefusal } from "../errors.js";
import type { Call } from "../http/call.js";
import { editMessage, removeMessage } from "../posting.js";
import { renderMessage } from "../render/message.js";
import { hasAdminRight } from "../state/rights.js";
import type { ChatRecord, MessageContent, MessageRecord } from "../state/records.js";
import { parseReplyMarkup } from "../text/reply-markup.js";
import type { MethodTable } from "./handler.js";
import { readTextContent } from "./messages.js";
import { readPhotoMedia } from "./photos.js";
import { readCaption } from "./read-text.js";

/** Bots may delete for two days; editing their own messages has no limit. */
const DELETABLE_S = 2 * 86_400;
const NOT_MODIFIED =
  "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message";

/** The message an edit is about: in a chat, or sent through the bot in inline mode. */
function findEditable(core: Core, call: Call): { message: MessageRecord; isInline: boolean } {
  const inlineId = call.text("inline_message_id");
  if (inlineId !== undefined && !call.has("chat_id")) {
    const place = core.world.inlineMessages.get(inlineId);
    const message = place && core.world.chat(place.chatId).messages.get(place.messageId);
    if (!message) throw badRequest("MESSAGE_ID_INVALID");
    return { message, isInline: true };
  }
  const chat = accessChat(core, call, "edit");
  const message = findMessage(chat, call.number("message_id"), "message to edit");
  const isOwn = message.fromId === core.world.botId || (chat.kind === "channel" && message.senderChatId === chat.id);
  const isForwarded = message.forwardedFromId !== undefined || message.forwardedFromPost !== undefined;
  if (!isOwn || isForwarded || message.hadReplyKeyboard || message.content.kind === "service") {
    throw badRequest("message can't be edited");
  }
  return { message, isInline: false };
}

/** A missing `reply_markup` takes the keyboard away, as in Telegram. */
function readKeyboard(core: Core, call: Call, message: MessageRecord): InlineKeyboardButton[][] | undefined {
  const isPrivate = core.world.chat(message.chatId).kind === "bot" && !message.viaBot;
  const markup = parseReplyMarkup(call.raw("reply_markup"), { isPrivate });
  if (markup.kind === "interface") throw badRequest("inline keyboard expected");
  return markup.kind === "inline" && markup.rows.length > 0 ? markup.rows : undefined;
}

function applyEdit(core: Core, call: Call, readContent: (message: MessageRecord) => MessageContent): unknown {
  if (call.has("business_connection_id")) throw emulatorRefusal("business_connection_id is not implemented", 501);
  const { message, isInline } = findEditable(core, call);
  const content = readContent(message);
  const keyboard = readKeyboard(core, call, message);
  if (isDeepStrictEqual(content, message.content) && isDeepStrictEqual(keyboard, message.keyboard)) {
    throw badRequest(NOT_MODIFIED);
  }
  const hasNewContent = !isDeepStrictEqual(content, message.content);
  editMessage(core, message, { ...(hasNewContent ? { content } : {}), keyboard: keyboard ?? null });
  return isInline ? true : renderMessage(core, message);
}

function editCaption(core: Core, call: Call, message: MessageRecord): MessageContent {
  const { content } = message;
  if (content.kind === "photo") {
    return { ...content, body: readCaption(core, call), captionAbove: call.flag("show_caption_above_media") };
  }
  if (content.kind === "document") return { ...content, body: readCaption(core, call) };
  throw badRequest("there is no caption in the message to edit");
}

/** @throws ApiError when the message is too old or not the bot's to delete */
function checkDeletable(core: Core, chat: ChatRecord, message: MessageRecord): void {
  const isOwn = message.fromId === core.world.botId;
  const isRecent = unixSeconds(core.clock) - message.date < DELETABLE_S;
  const isFirst = message.content.kind === "service" && message.content.service.what === "supergroupCreated";
  const mayDelete = isOwn || chat.kind === "bot" || hasAdminRight(chat, core.world.botId, "can_delete_messages");
  if (isRecent && mayDelete && !isFirst) return;
  throw badRequest(
    chat.kind === "supergroup" || chat.kind === "channel"
      ? "message can't be deleted"
      : "message can't be deleted for everyone",
  );
}

export const editMethods: MethodTable = {
  editMessageText: (core, call) =>
    applyEdit(core, call, (message) => {
      if (call.has("rich_message")) throw emulatorRefusal("editing into a rich message is not implemented", 501);
      const content = readTextContent(core, call);
      if (message.content.kind !== "text") throw badRequest("there is no text in the message to edit");
      return content;
    }),

  editMessageCaption: (core, call) => applyEdit(core, call, (message) => editCaption(core, call, message)),

  editMessageMedia: (core, call) =>
    applyEdit(core, call, (message) => {
      if (message.content.kind !== "photo" && message.content.kind !== "document") {
        throw badRequest("there is no media in the message to edit");
      }
      return readPhotoMedia(core, call);
    }),

  editMessageReplyMarkup: (core, call) => applyEdit(core, call, (message) => message.content),

  deleteMessage(core, call) {
    const chat = accessChat(core, call, "write");
    const message = findMessage(chat, call.number("message_id"), "message to delete");
    checkDeletable(core, chat, message);
    removeMessage(core, message);
    return true;
  },

  deleteMessages(core, call) {
    const chat = accessChat(core, call, "write");
    const ids = call.object("message_ids", z.array(z.number())) ?? [];
    if (ids.length === 0) throw badRequest("message identifiers are not specified");
    if (ids.length > 100) throw badRequest("too many message identifiers specified");
    // Unknown messages are skipped; one that may not be deleted stops the call.
    const found = ids.flatMap((id) => chat.messages.get(id) ?? []);
    for (const message of found) checkDeletable(core, chat, message);
    for (const message of found) removeMessage(core, message);
    return true;
  },
};
