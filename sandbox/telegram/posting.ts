import type { InlineKeyboardButton } from "@grammyjs/types";
import { unixSeconds } from "./clock.js";
import type { Core } from "./core.js";
import { renderMessage } from "./render/message.js";
import { lookOf } from "./state/journal.js";
import { isAdministrator, isPresent } from "./state/rights.js";
import type { ChatRecord, MessageContent, MessageRecord, ServiceContent } from "./state/records.js";
import type { NewMessage } from "./state/world.js";

/** Service messages of the bot itself that it is told about all the same (pins, topics, leavers, titles). */
const OWN_SERVICE_SEEN = new Set<ServiceContent["what"]>([
  "pinned",
  "leftMember",
  "newTitle",
  "topicCreated",
  "topicEdited",
  "topicClosed",
  "topicReopened",
  "generalHidden",
  "generalUnhidden",
]);

/** Puts a message into a chat: everybody there sees it, and the bot gets an update if Telegram would send one. */
export function postMessage(core: Core, chat: ChatRecord, draft: NewMessage): MessageRecord {
  const message = core.world.addMessage(chat, draft);
  delete chat.botAction;
  core.journal.add({ kind: "posted", message, look: lookOf(message) });
  core.world.bus.changed(chat.id);
  if (isSeenByBot(core, chat, message)) {
    const rendered = renderMessage(core, message);
    core.updates.push(chat.kind === "channel" ? { channel_post: rendered } : { message: rendered });
  }
  return message;
}

export type MessageChanges = {
  content?: MessageContent;
  /** null takes the keyboard away. */
  keyboard?: InlineKeyboardButton[][] | null;
};

/** Changes a message; the bot hears of it when somebody else's words changed. */
export function editMessage(core: Core, message: MessageRecord, changes: MessageChanges): void {
  const chat = core.world.chat(message.chatId);
  const before = lookOf(message);
  message.editDate = unixSeconds(core.clock);
  if (changes.content !== undefined) {
    message.content = changes.content;
    // Clients write "edited" for new words, not for new buttons.
    message.isEditShown = true;
  }
  if (changes.keyboard === null) delete message.keyboard;
  else if (changes.keyboard !== undefined) message.keyboard = changes.keyboard;
  core.journal.add({ kind: "edited", message, before, after: lookOf(message) });
  core.world.bus.changed(chat.id);
  if (message.fromId !== core.world.botId && !message.viaBot && isSeenByBot(core, chat, message)) {
    const rendered = renderMessage(core, message);
    core.updates.push(chat.kind === "channel" ? { edited_channel_post: rendered } : { edited_message: rendered });
  }
}

/** Takes a message away for everybody; pins on it go too. Bots are not told. */
export function removeMessage(core: Core, message: MessageRecord): void {
  const chat = core.world.chat(message.chatId);
  chat.messages.delete(message.id);
  chat.pinned = chat.pinned.filter((id) => id !== message.id);
  for (const [userId, { messageId }] of chat.replyInterfaces) {
    if (messageId === message.id) chat.replyInterfaces.delete(userId);
  }
  core.journal.add({ kind: "deleted", message });
  core.world.bus.changed(chat.id);
}

/**
 * Whether Telegram would send the bot an update: membership first, then privacy mode. With privacy on, an ordinary
 * member bot sees commands, replies to itself, what was sent through it, and service messages.
 */
function isSeenByBot(core: Core, chat: ChatRecord, message: MessageRecord): boolean {
  const { content } = message;
  if (chat.kind === "people") return false;
  if (message.fromId === core.world.botId) {
    return content.kind === "service" && OWN_SERVICE_SEEN.has(content.service.what);
  }
  if (chat.kind === "bot") return true;
  const own = chat.members.get(core.world.botId);
  if (!own || !isPresent(own.status)) {
    return (
      content.kind === "service" && content.service.what === "leftMember" && content.service.userId === core.world.botId
    );
  }
  if (core.config.canReadAllGroupMessages || isAdministrator(own) || chat.kind === "channel") return true;
  return content.kind === "service" || message.viaBot || isMeantForBot(core, chat, message);
}

function isMeantForBot(core: Core, chat: ChatRecord, message: MessageRecord): boolean {
  const target = message.replyToId === undefined ? undefined : chat.messages.get(message.replyToId);
  if (target?.fromId === core.world.botId) return true;
  const { content } = message;
  if (content.kind === "service" || content.kind === "rich") return false;
  const command = /^\/[a-z0-9_]+(?:@([a-z0-9_]+))?/i.exec(content.body.text);
  if (!command) return false;
  return command[1] === undefined || command[1].toLowerCase() === core.world.bot.username?.toLowerCase();
}
