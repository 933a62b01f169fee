import type { Core } from "../core.js";
import { postMessage } from "../posting.js";
import type { MessageRecord } from "../state/records.js";

/** Pins a message for everybody; groups and chats get the service line "pinned …", once per newly pinned message. */
export function pinMessage(core: Core, message: MessageRecord, byId: number, isSilent: boolean): void {
  const chat = core.world.chat(message.chatId);
  const wasPinned = chat.pinned.includes(message.id);
  chat.pinned = [message.id, ...chat.pinned.filter((id) => id !== message.id)];
  core.journal.add({ kind: "pinned", message, isPinned: true });
  core.world.bus.changed(chat.id);
  if (wasPinned) return;
  postMessage(core, chat, {
    content: { kind: "service", service: { what: "pinned", messageId: message.id } },
    isSilent,
    replyToId: message.id,
    ...(message.threadId === undefined ? {} : { threadId: message.threadId }),
    ...(chat.kind === "channel" ? { senderChatId: chat.id } : { fromId: byId }),
  });
}

export function unpinMessage(core: Core, message: MessageRecord): void {
  const chat = core.world.chat(message.chatId);
  if (!chat.pinned.includes(message.id)) return;
  chat.pinned = chat.pinned.filter((id) => id !== message.id);
  core.journal.add({ kind: "pinned", message, isPinned: false });
  core.world.bus.changed(chat.id);
}
