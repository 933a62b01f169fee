import type { Message, PhotoSize } from "@grammyjs/types";
import type { Core } from "../core.js";
import { ANONYMOUS_ADMIN_ID, LINKED_CHANNEL_SENDER_ID } from "../state/world.js";
import type { ChatRecord, FileRecord, MessageContent, MessageRecord, ServiceContent } from "../state/records.js";
import type { BotMessage, PlainMessage } from "./bot-message.js";
import { renderChat, renderUser } from "./people-and-chats.js";

/**
 * A message as the Bot API shows it, complete enough for grammY's shortcuts. The quoted message inside does not
 * quote again.
 */
export function renderMessage(core: Core, message: MessageRecord): BotMessage {
  return { ...renderPlain(core, message), ...renderReply(core, core.world.chat(message.chatId), message) };
}

/** Without the message it answers. */
export function renderPlain(core: Core, message: MessageRecord): PlainMessage {
  const chat = core.world.chat(message.chatId);
  return {
    message_id: message.ephemeralId === undefined ? message.id : 0,
    date: message.date,
    chat: renderChat(core, chat),
    ...renderSender(core, chat, message),
    ...renderThread(chat, message),
    ...(message.editDate === undefined ? {} : { edit_date: message.editDate }),
    ...(message.viaBot ? { via_bot: renderUser(core.world.bot) } : {}),
    ...(message.isProtected ? { has_protected_content: true } : {}),
    ...(message.isAutomaticForward ? { is_automatic_forward: true } : {}),
    ...(message.effectId === undefined ? {} : { effect_id: message.effectId }),
    ...renderForward(core, message),
    ...renderContent(core, chat, message.content),
    ...(message.keyboard === undefined ? {} : { reply_markup: { inline_keyboard: message.keyboard } }),
  };
}

function renderSender(core: Core, chat: ChatRecord, message: MessageRecord): Partial<PlainMessage> {
  const ephemeral =
    message.receiverId === undefined || message.ephemeralId === undefined
      ? {}
      : { receiver_user: renderUser(core.world.user(message.receiverId)), ephemeral_message_id: message.ephemeralId };
  if (message.senderChatId === undefined) {
    if (message.fromId === undefined) return ephemeral;
    const tag = chat.kind === "supergroup" ? chat.members.get(message.fromId)?.customTitle : undefined;
    const from = renderUser(core.world.user(message.fromId));
    return { from, ...(tag === undefined ? {} : { sender_tag: tag }), ...ephemeral };
  }
  // Chats have no user; Telegram puts accounts of its own into `from` for old bots.
  const fakeId = message.senderChatId === chat.id ? ANONYMOUS_ADMIN_ID : LINKED_CHANNEL_SENDER_ID;
  return {
    from: renderUser(core.world.user(fakeId)),
    sender_chat: renderChat(core, core.world.chat(message.senderChatId)),
    ...(message.authorSignature === undefined ? {} : { author_signature: message.authorSignature }),
    ...ephemeral,
  };
}

function renderThread(chat: ChatRecord, message: MessageRecord): Partial<PlainMessage> {
  if (message.threadId === undefined) return {};
  return { message_thread_id: message.threadId, ...(chat.isForum ? { is_topic_message: true } : {}) };
}

function renderReply(core: Core, chat: ChatRecord, message: MessageRecord): Partial<BotMessage> {
  // In a topic, a message that answers nothing counts as an answer to the topic's first message.
  const targetId = message.replyToId ?? (chat.isForum ? message.threadId : undefined);
  const target = targetId === undefined ? undefined : chat.messages.get(targetId);
  if (!target || target.id === message.id) return {};
  return {
    reply_to_message: renderPlain(core, target),
    ...(message.quote ? { quote: message.quote } : {}),
  };
}

function renderForward(core: Core, message: MessageRecord): Partial<PlainMessage> {
  if (message.forwardedFromPost) {
    const chat = renderChat(core, core.world.chat(message.forwardedFromPost.chatId));
    if (chat.type !== "channel") return {};
    const { messageId } = message.forwardedFromPost;
    return { forward_origin: { type: "channel", chat, message_id: messageId, date: message.date } };
  }
  if (message.forwardedFromId === undefined) return {};
  const sender_user = renderUser(core.world.user(message.forwardedFromId));
  return { forward_origin: { type: "user", date: message.date, sender_user } };
}

function renderContent(core: Core, chat: ChatRecord, content: MessageContent): Partial<PlainMessage> {
  switch (content.kind) {
    case "text":
      return {
        text: content.body.text,
        ...(content.body.entities.length > 0 ? { entities: content.body.entities } : {}),
        ...(content.linkPreview ? { link_preview_options: content.linkPreview } : {}),
      };
    case "photo":
      return {
        photo: renderPhoto(content.file),
        ...renderCaption(content),
        ...(content.hasSpoiler ? { has_media_spoiler: true } : {}),
        ...(content.captionAbove ? { show_caption_above_media: true } : {}),
      };
    case "document":
      return { document: renderDocument(content.file), ...renderCaption(content) };
    case "rich":
      return { rich_message: { blocks: [{ type: "paragraph", text: content.source }] } };
    case "service":
      return renderService(core, chat, content.service);
    default:
      return content satisfies never;
  }
}

function renderCaption(content: Extract<MessageContent, { kind: "photo" | "document" }>): Partial<PlainMessage> {
  if (content.body.text === "") return {};
  const { text, entities } = content.body;
  return { caption: text, ...(entities.length > 0 ? { caption_entities: entities } : {}) };
}

/** A small, a middle and the original size, as Telegram offers them; all three hold the same bytes. */
function renderPhoto(file: FileRecord): PhotoSize[] {
  const longest = Math.max(file.width, file.height);
  const limits = [90, 320].filter((limit) => limit < longest);
  const size = (limit: number): PhotoSize => ({
    file_id: file.fileId,
    file_unique_id: `${file.uniqueId}-${limit}`,
    width: Math.max(1, Math.round((file.width * limit) / longest)),
    height: Math.max(1, Math.round((file.height * limit) / longest)),
    file_size: file.bytes.length,
  });
  return [...limits, longest].map(size);
}

function renderDocument(file: FileRecord): NonNullable<Message["document"]> {
  return {
    file_id: file.fileId,
    file_unique_id: file.uniqueId,
    ...(file.fileName === undefined ? {} : { file_name: file.fileName }),
    mime_type: file.mimeType,
    file_size: file.bytes.length,
  };
}

function renderService(core: Core, chat: ChatRecord, service: ServiceContent): Partial<PlainMessage> {
  switch (service.what) {
    case "newMembers":
      return { new_chat_members: service.userIds.map((id) => renderUser(core.world.user(id))) };
    case "leftMember":
      return { left_chat_member: renderUser(core.world.user(service.userId)) };
    case "pinned":
      return renderPinned(core, chat, service.messageId);
    case "groupCreated":
      return { group_chat_created: true };
    case "supergroupCreated":
      return { supergroup_chat_created: true };
    case "newTitle":
      return { new_chat_title: service.title };
    case "migratedTo":
      return { migrate_to_chat_id: service.chatId };
    case "migratedFrom":
      return { migrate_from_chat_id: service.chatId };
    case "writeAccessAllowed":
      return {
        write_access_allowed: {
          ...(service.fromRequest ? { from_request: true } : {}),
          ...(service.webAppName === undefined ? {} : { web_app_name: service.webAppName }),
        },
      };
    case "webAppData":
      return { web_app_data: { data: service.data, button_text: service.buttonText } };
    default:
      return renderTopicService(service);
  }
}

function renderPinned(core: Core, chat: ChatRecord, messageId: number): Partial<PlainMessage> {
  const pinned = chat.messages.get(messageId);
  if (pinned) return { pinned_message: renderPlain(core, pinned) };
  return { pinned_message: { chat: renderChat(core, chat), message_id: messageId, date: 0 } };
}

type TopicService = Extract<ServiceContent, { what: `topic${string}` | `general${string}` }>;

function renderTopicService(service: TopicService): Partial<PlainMessage> {
  const icon =
    "iconCustomEmojiId" in service && service.iconCustomEmojiId !== undefined
      ? { icon_custom_emoji_id: service.iconCustomEmojiId }
      : {};
  switch (service.what) {
    case "topicCreated":
      return { forum_topic_created: { name: service.name, icon_color: service.iconColor, ...icon } };
    case "topicEdited":
      return { forum_topic_edited: { ...(service.name === undefined ? {} : { name: service.name }), ...icon } };
    case "topicClosed":
      return { forum_topic_closed: {} };
    case "topicReopened":
      return { forum_topic_reopened: {} };
    case "generalHidden":
      return { general_forum_topic_hidden: {} };
    case "generalUnhidden":
      return { general_forum_topic_unhidden: {} };
    default:
      return service satisfies never;
  }
}
