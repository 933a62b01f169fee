import { z } from "zod";
import { accessChat, checkMayPost } from "../access.js";
import type { Core } from "../core.js";
import { badRequest, emulatorRefusal } from "../errors.js";
import type { Call } from "../http/call.js";
import { renderMessage } from "../render/message.js";
import type { BotMessage } from "../render/bot-message.js";
import { postMessage } from "../posting.js";
import { hasAdminRight } from "../state/rights.js";
import type { ChatRecord, MessageContent, MessageRecord } from "../state/records.js";
import type { NewMessage } from "../state/world.js";
import { parseReplyMarkup } from "../text/reply-markup.js";
import type { ReplyMarkup } from "../text/reply-markup.js";
import { startEphemeral } from "./ephemeral-target.js";

const replySchema = z
  .object({
    message_id: z.number().optional(),
    chat_id: z.union([z.number(), z.string()]).optional(),
    ephemeral_message_id: z.number().optional(),
    allow_sending_without_reply: z.boolean().optional(),
    quote: z.string().optional(),
    quote_position: z.number().optional(),
  })
  .loose();

/** Parameters of Telegram's other worlds: accepted by the spec, not built here. */
const NOT_BUILT = [
  "business_connection_id",
  "direct_messages_topic_id",
  "suggested_post_parameters",
  "allow_paid_broadcast",
] as const;

type Sendable = "text messages" | "photos" | "documents";

/**
 * The common way of everything the bot sends: chat and rights, topic, reply target, keyboard, then the message.
 *
 * @throws ApiError in Telegram's words
 */
export function sendContent(
  core: Core,
  call: Call,
  what: Sendable,
  content: MessageContent,
  extra: Partial<NewMessage> = {},
): BotMessage {
  for (const name of NOT_BUILT) {
    if (call.has(name) && call.raw(name) !== false) throw emulatorRefusal(`${name} is not implemented`, 501);
  }
  const chat = accessChat(core, call, "write");
  const ephemeral = startEphemeral(core, call, chat);
  checkMayPost(core, chat, what);
  const markup = parseReplyMarkup(call.raw("reply_markup"), { isPrivate: chat.kind === "bot" });
  const draft: NewMessage = {
    fromId: core.world.botId,
    content,
    isSilent: call.flag("disable_notification"),
    isProtected: call.flag("protect_content"),
    hadReplyKeyboard: markup.kind === "interface",
    ...readThread(core, call, chat),
    ...readReply(call, chat),
    ...(markup.kind === "inline" && markup.rows.length > 0 ? { keyboard: markup.rows } : {}),
    ...(call.has("message_effect_id") ? { effectId: call.text("message_effect_id") ?? "" } : {}),
    ...ephemeral,
    ...extra,
  };
  if (chat.kind === "channel") {
    delete draft.fromId;
    draft.senderChatId = chat.id;
  }
  const message = postMessage(core, chat, draft);
  applyInterface(core, chat, message, markup);
  return renderMessage(core, message);
}

/** @throws ApiError when the topic is unknown, deleted, General, or closed to the bot */
function readThread(core: Core, call: Call, chat: ChatRecord): { threadId?: number } {
  const threadId = call.number("message_thread_id");
  if (!chat.isForum) return {};
  if (threadId === undefined || threadId === 0) {
    if (chat.isGeneralClosed && !hasAdminRight(chat, core.world.botId, "can_manage_topics")) {
      throw badRequest("TOPIC_CLOSED");
    }
    return {};
  }
  const topic = chat.topics.get(threadId);
  if (threadId === 1 || !topic || topic.isDeleted) throw badRequest("message thread not found");
  if (topic.isClosed && !hasAdminRight(chat, core.world.botId, "can_manage_topics")) throw badRequest("TOPIC_CLOSED");
  return { threadId };
}

function readReply(call: Call, chat: ChatRecord): Pick<NewMessage, "replyToId" | "quote"> {
  const reply = call.object("reply_parameters", replySchema);
  if (!reply || reply.message_id === undefined) return {};
  if (reply.chat_id !== undefined && reply.chat_id !== chat.id) {
    throw emulatorRefusal("replies to messages of another chat are not implemented", 501);
  }
  const target = chat.messages.get(reply.message_id);
  if (!target) {
    if (reply.allow_sending_without_reply) return {};
    throw badRequest("message to be replied not found");
  }
  if (reply.quote === undefined) return { replyToId: target.id };
  const text = target.content.kind === "text" ? target.content.body.text : "";
  const position = text.indexOf(reply.quote);
  if (position < 0) throw badRequest("QUOTE_TEXT_INVALID");
  return { replyToId: target.id, quote: { text: reply.quote, position } };
}

/** A reply keyboard is for everybody, or with `selective` for those mentioned and the author replied to. */
function applyInterface(core: Core, chat: ChatRecord, message: MessageRecord, markup: ReplyMarkup): void {
  if (markup.kind !== "interface") return;
  const { ui } = markup;
  const targets = ui.isSelective && chat.kind !== "bot" ? selectedPeople(core, chat, message) : [0];
  if (ui.kind === "remove" && targets.includes(0)) chat.replyInterfaces.clear();
  for (const target of targets) {
    if (ui.kind === "remove") chat.replyInterfaces.delete(target);
    else chat.replyInterfaces.set(target, { messageId: message.id, ui });
  }
  core.world.bus.changed(chat.id);
}

function selectedPeople(core: Core, chat: ChatRecord, message: MessageRecord): number[] {
  const { content } = message;
  const found = new Set<number>();
  const repliedTo = message.replyToId === undefined ? undefined : chat.messages.get(message.replyToId)?.fromId;
  if (repliedTo !== undefined) found.add(repliedTo);
  if (content.kind !== "service" && content.kind !== "rich") {
    for (const entity of content.body.entities) {
      if (entity.type === "text_mention") found.add(entity.user.id);
      if (entity.type !== "mention") continue;
      const name = content.body.text.slice(entity.offset + 1, entity.offset + entity.length).toLowerCase();
      const user = core.world.people().find((one) => one.username?.toLowerCase() === name);
      if (user) found.add(user.id);
    }
  }
  return [...found];
}
