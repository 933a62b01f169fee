import type { InlineKeyboardButton } from "@grammyjs/types";
import type {
  ButtonAction,
  ButtonView,
  FileView,
  MessageView,
  ReactionView,
  ReplyView,
  SenderView,
} from "../control.js";
import type { Core } from "../core.js";
import { canDelete, canEditOwn } from "../people/chatting.js";
import { fullName } from "../render/people-and-chats.js";
import type { ChatRecord, FileRecord, MessageRecord } from "../state/records.js";
import { serviceText } from "./service-text.js";
import { shortText } from "./short-text.js";

/** One message as a person sees it. */
export function viewMessage(core: Core, chat: ChatRecord, message: MessageRecord, viewerId: number): MessageView {
  return {
    id: message.id,
    date: message.date,
    ...(message.editDate === undefined || !message.isEditShown ? {} : { editDate: message.editDate }),
    ...(message.threadId === undefined ? {} : { threadId: message.threadId }),
    sender: viewSender(core, chat, message),
    isOutgoing: message.fromId === viewerId,
    ...(message.viaBot ? { viaBot: core.world.bot.username ?? "" } : {}),
    ...viewForward(core, message),
    ...viewContent(core, chat, message),
    ...(message.keyboard === undefined ? {} : { keyboard: viewKeyboard(message.keyboard) }),
    ...viewReply(core, chat, message),
    reactions: viewReactions(core, message, viewerId),
    isPinned: chat.pinned.includes(message.id),
    isEphemeral: message.ephemeralId !== undefined,
    isSilent: message.isSilent,
    canEdit: canEditOwn(core, message, viewerId),
    canDelete: canDelete(chat, message, viewerId),
  };
}

function viewSender(core: Core, chat: ChatRecord, message: MessageRecord): SenderView {
  if (message.senderChatId !== undefined) {
    const speaker = core.world.chat(message.senderChatId);
    const tag = message.authorSignature === undefined ? {} : { tag: message.authorSignature };
    return { kind: "chat", id: speaker.id, name: speaker.title, ...tag };
  }
  const user = core.world.user(message.fromId ?? core.world.botId);
  const title = chat.members.get(user.id)?.customTitle;
  return {
    kind: user.isBot ? "bot" : "person",
    id: user.id,
    name: fullName(user),
    ...(title === undefined ? {} : { tag: title }),
  };
}

function viewForward(core: Core, message: MessageRecord): { forwardedFrom?: string } {
  if (message.forwardedFromPost) return { forwardedFrom: core.world.chat(message.forwardedFromPost.chatId).title };
  return message.forwardedFromId === undefined
    ? {}
    : { forwardedFrom: fullName(core.world.user(message.forwardedFromId)) };
}

function viewContent(core: Core, chat: ChatRecord, message: MessageRecord): Partial<MessageView> {
  const { content } = message;
  switch (content.kind) {
    case "text":
      return viewBody(content.body);
    case "photo":
      return {
        photo: viewFile(content.file),
        ...(content.body.text === "" ? {} : viewBody(content.body)),
        hasSpoiler: content.hasSpoiler,
        showCaptionAboveMedia: content.captionAbove,
      };
    case "document":
      return { document: viewFile(content.file), ...(content.body.text === "" ? {} : viewBody(content.body)) };
    case "rich":
      return { text: content.source, entities: [] };
    case "service":
      return { service: serviceText(core, chat, message, content.service) };
    default:
      return content satisfies never;
  }
}

function viewBody(body: { text: string; entities: MessageView["entities"] }): Partial<MessageView> {
  return body.entities === undefined ? { text: body.text } : { text: body.text, entities: body.entities };
}

/** Where the chat page finds a file. */
export function fileAddress({ fileId }: FileRecord): string {
  return `/sandbox/api/file/${encodeURIComponent(fileId)}`;
}

function viewFile(file: FileRecord): FileView {
  return {
    fileId: file.fileId,
    url: fileAddress(file),
    ...(file.fileName === undefined ? {} : { fileName: file.fileName }),
    mimeType: file.mimeType,
    sizeBytes: file.bytes.length,
    ...(file.kind === "photo" ? { width: file.width, height: file.height } : {}),
  };
}

function viewKeyboard(rows: InlineKeyboardButton[][]): ButtonView[][] {
  return rows.map((buttons, row) =>
    buttons.map((button, column) => ({
      row,
      column,
      text: button.text,
      ...(button.style === undefined ? {} : { style: button.style }),
      action: actionOf(button),
    })),
  );
}

export function actionOf(button: InlineKeyboardButton): ButtonAction {
  if ("callback_data" in button) return { kind: "callback" };
  if ("url" in button) return { kind: "url", url: button.url };
  if ("web_app" in button) return { kind: "webApp", url: button.web_app.url };
  if ("copy_text" in button) return { kind: "copy", text: button.copy_text.text };
  if ("switch_inline_query" in button)
    return { kind: "switchInline", query: button.switch_inline_query, target: "chosen" };
  if ("switch_inline_query_current_chat" in button) {
    return { kind: "switchInline", query: button.switch_inline_query_current_chat, target: "current" };
  }
  if ("switch_inline_query_chosen_chat" in button) {
    return { kind: "switchInline", query: button.switch_inline_query_chosen_chat.query ?? "", target: "chosen" };
  }
  return { kind: "disabled" };
}

function viewReply(core: Core, chat: ChatRecord, message: MessageRecord): { replyTo?: ReplyView } {
  // A service line about a pin is not shown as an answer.
  const isAnswer = message.replyToId !== undefined && message.content.kind !== "service";
  const target = isAnswer ? chat.messages.get(message.replyToId ?? 0) : undefined;
  if (!target) return {};
  return {
    replyTo: {
      messageId: target.id,
      senderName: viewSender(core, chat, target).name,
      text: shortText(target.content),
      ...(message.quote ? { quote: message.quote.text } : {}),
    },
  };
}

function viewReactions(core: Core, message: MessageRecord, viewerId: number): ReactionView[] {
  const counts = new Map<string, ReactionView>();
  for (const [userId, reactions] of message.reactions) {
    for (const reaction of reactions) {
      const emoji = reaction.type === "emoji" ? reaction.emoji : "⭐";
      const view = counts.get(emoji) ?? { emoji, count: 0, isMine: false, byBot: false };
      view.count += 1;
      view.isMine ||= userId === viewerId;
      view.byBot ||= userId === core.world.botId;
      counts.set(emoji, view);
    }
  }
  return [...counts.values()];
}
