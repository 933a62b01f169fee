import { findChat } from "../access.js";
import type { Core } from "../core.js";
import { badRequest } from "../errors.js";
import type { Call } from "../http/call.js";
import type { MessageContent, MessageRecord } from "../state/records.js";
import type { NewMessage } from "../state/world.js";
import type { MethodTable } from "./handler.js";
import { readCaption } from "./read-text.js";
import { sendContent } from "./send.js";

/** @throws ApiError when the original is gone, protected, or a service line */
function findOriginal(core: Core, call: Call, what: "forward" | "copy"): MessageRecord {
  const chat = findChat(core, call.raw("from_chat_id"));
  const original = chat.messages.get(call.number("message_id") ?? 0);
  if (!original || original.ephemeralId !== undefined) throw badRequest(`message to ${what} not found`);
  if (original.content.kind === "service" || original.isProtected) {
    throw badRequest(what === "forward" ? "message can't be forwarded" : "message can't be copied");
  }
  return original;
}

function permissionFor(content: MessageContent) {
  if (content.kind === "photo") return "photos";
  return content.kind === "document" ? "documents" : "text messages";
}

/** A new caption replaces the old one of pictures and files. */
function copiedContent(core: Core, call: Call, content: MessageContent): MessageContent {
  if (!call.has("caption") || (content.kind !== "photo" && content.kind !== "document")) return content;
  return { ...content, body: readCaption(core, call) };
}

export const forwardMethods: MethodTable = {
  forwardMessage(core, call) {
    const original = findOriginal(core, call, "forward");
    const origin: Partial<NewMessage> =
      original.senderChatId === undefined && original.fromId !== undefined
        ? { forwardedFromId: original.forwardedFromId ?? original.fromId }
        : { forwardedFromPost: { chatId: original.senderChatId ?? original.chatId, messageId: original.id } };
    return sendContent(core, call, permissionFor(original.content), original.content, origin);
  },

  copyMessage(core, call) {
    const { content } = findOriginal(core, call, "copy");
    const sent = sendContent(core, call, permissionFor(content), copiedContent(core, call, content));
    return { message_id: sent.message_id };
  },
};
