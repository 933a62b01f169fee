import { unixSeconds } from "../clock.js";
import type { Core } from "../core.js";
import { editMessage, postMessage, removeMessage } from "../posting.js";
import { renderUser } from "../render/people-and-chats.js";
import { hasAdminRight, hasSharedRight, isAdministrator, isPresent, mayPost } from "../state/rights.js";
import type { ChatRecord, FormattedText, MessageContent, MessageRecord } from "../state/records.js";
import { formatText, MESSAGE_RULES } from "../text/format.js";
import type { NewMessage } from "../state/world.js";
import { PersonRefusal } from "./refusal.js";

const EDITABLE_S = 48 * 3600;

export type PostOptions = { threadId?: number | undefined; replyToMessageId?: number | undefined };

type PostExtras = Partial<Pick<NewMessage, "viaBot" | "keyboard" | "inlineMessageId" | "forwardedFromId">>;

/** A chat this person can see. @throws PersonRefusal */
export function chatOf(core: Core, userId: number, chatId: number): ChatRecord {
  const chat = chatId === userId ? core.world.botChat(userId) : core.world.chats.get(chatId);
  const isVisible =
    chat !== undefined &&
    (chat.kind === "bot"
      ? chat.id === userId
      : chat.kind === "people"
        ? chat.peers?.includes(userId) === true
        : isPresent(chat.members.get(userId)?.status));
  if (!chat || !isVisible) throw new PersonRefusal("This person is not in that chat");
  return chat;
}

/** @throws PersonRefusal with what the client shows instead of the composer */
export function checkCanPost(core: Core, chat: ChatRecord, userId: number, options: PostOptions): void {
  const user = core.world.user(userId);
  if (user.isDeleted) throw new PersonRefusal("This account was deleted");
  if (chat.kind === "bot") {
    if (user.hasBlockedBot) throw new PersonRefusal("Unblock the bot first");
    if (!user.hasStarted) throw new PersonRefusal("Press Start first");
    return;
  }
  if (chat.kind === "people") return;
  if (chat.isDeleted || chat.migratedToId !== undefined) throw new PersonRefusal("This group is not active any more");
  if (!mayPost(chat, userId, "can_send_messages")) throw new PersonRefusal("You may not write here");
  const topic = options.threadId === undefined ? undefined : chat.topics.get(options.threadId);
  if (options.threadId !== undefined && (!topic || topic.isDeleted)) throw new PersonRefusal("There is no such topic");
  const isClosed = topic ? topic.isClosed : chat.isForum && chat.isGeneralClosed;
  if (isClosed && !hasAdminRight(chat, userId, "can_manage_topics")) throw new PersonRefusal("This topic is closed");
}

/** What a person typed, with commands, mentions and links found, as clients do. */
export function personText(core: Core, text: string): FormattedText {
  return formatText({ text }, MESSAGE_RULES, (id) => {
    const user = core.world.users.get(id);
    return user ? renderUser(user) : undefined;
  });
}

/** Posts something of a person, anonymous administrators as the group itself. */
export function postAsPerson(
  core: Core,
  userId: number,
  chat: ChatRecord,
  content: MessageContent,
  options: PostOptions & PostExtras = {},
): MessageRecord {
  checkCanPost(core, chat, userId, options);
  const { threadId, replyToMessageId, ...rest } = options;
  const member = chat.members.get(userId);
  const isAnonymous = isAdministrator(member) && member?.isAnonymous === true;
  const replyToId =
    replyToMessageId !== undefined && chat.messages.has(replyToMessageId) ? replyToMessageId : undefined;
  const message = postMessage(core, chat, {
    content,
    fromId: userId,
    ...(isAnonymous ? { senderChatId: chat.id } : {}),
    ...(isAnonymous && member?.customTitle !== undefined ? { authorSignature: member.customTitle } : {}),
    ...(threadId === undefined || !chat.isForum ? {} : { threadId }),
    ...(replyToId === undefined ? {} : { replyToId }),
    ...rest,
  });
  clearUsedInterface(chat, userId);
  return message;
}

/** A one-time keyboard folds away and a forced reply is done once the person has written. */
function clearUsedInterface(chat: ChatRecord, userId: number): void {
  for (const key of [userId, 0]) {
    const shown = chat.replyInterfaces.get(key);
    if (shown && (shown.ui.kind === "forceReply" || (shown.ui.kind === "keyboard" && shown.ui.isOneTime))) {
      chat.replyInterfaces.delete(key);
    }
  }
}

export function sendText(
  core: Core,
  userId: number,
  chatId: number,
  text: string,
  options: PostOptions = {},
): MessageRecord {
  const chat = chatOf(core, userId, chatId);
  return postAsPerson(core, userId, chat, { kind: "text", body: personText(core, text) }, options);
}

export function sendPhoto(
  core: Core,
  userId: number,
  chatId: number,
  photo: { bytes: Buffer; caption?: string | undefined },
  options: PostOptions = {},
): MessageRecord {
  const chat = chatOf(core, userId, chatId);
  if (photo.bytes.length === 0) throw new PersonRefusal("The picture is empty");
  const file = core.files.add("photo", { bytes: photo.bytes, fileName: "photo.jpg", mimeType: "image/jpeg" });
  const body = photo.caption ? personText(core, photo.caption) : { text: "", entities: [] };
  return postAsPerson(
    core,
    userId,
    chat,
    { kind: "photo", file, body, hasSpoiler: false, captionAbove: false },
    options,
  );
}

export function canEditOwn(core: Core, message: MessageRecord, userId: number): boolean {
  const isRecent = unixSeconds(core.clock) - message.date < EDITABLE_S;
  return message.fromId === userId && !message.viaBot && isRecent && message.content.kind === "text";
}

export function canDelete(chat: ChatRecord, message: MessageRecord, userId: number): boolean {
  if (message.fromId === userId || chat.kind === "bot" || chat.kind === "people") return true;
  return hasAdminRight(chat, userId, "can_delete_messages");
}

export function editText(core: Core, userId: number, chatId: number, messageId: number, text: string): void {
  const message = visibleMessage(core, userId, chatId, messageId);
  if (!canEditOwn(core, message, userId)) throw new PersonRefusal("This message cannot be edited");
  editMessage(core, message, { content: { kind: "text", body: personText(core, text) } });
}

export function deleteAsPerson(core: Core, userId: number, chatId: number, messageId: number): void {
  const message = visibleMessage(core, userId, chatId, messageId);
  const chat = core.world.chat(message.chatId);
  if (!canDelete(chat, message, userId)) throw new PersonRefusal("This message cannot be deleted");
  removeMessage(core, message);
}

/** @throws PersonRefusal when it is gone, or meant for somebody else's eyes */
export function visibleMessage(core: Core, userId: number, chatId: number, messageId: number): MessageRecord {
  const message = chatOf(core, userId, chatId).messages.get(messageId);
  if (!message || (message.receiverId !== undefined && message.receiverId !== userId)) {
    throw new PersonRefusal("This message is gone");
  }
  return message;
}

export function mayPin(chat: ChatRecord, userId: number): boolean {
  return chat.kind === "bot" || chat.kind === "people" || hasSharedRight(chat, userId, "can_pin_messages");
}
