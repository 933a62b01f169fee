import type { Core } from "./core.js";
import { ApiError, badRequest, forbidden } from "./errors.js";
import type { Call } from "./http/call.js";
import { isPresent, mayPost } from "./state/rights.js";
import type { ChatRecord, MessageRecord } from "./state/records.js";

export type AccessLevel = "read" | "edit" | "write";

/**
 * The chat a call speaks of, if the bot may do there what it asks.
 *
 * @throws ApiError in Telegram's words
 */
export function accessChat(core: Core, call: Call, level: AccessLevel): ChatRecord {
  const chat = findChat(core, call.raw("chat_id"));
  checkAccess(core, chat, level);
  return chat;
}

/** @throws ApiError 400 when there is no id, or no such chat that the bot could know */
export function findChat(core: Core, id: unknown): ChatRecord {
  if (id === undefined || id === "") throw badRequest("chat_id is empty");
  const chat = typeof id === "string" ? findByUsername(core, id) : findById(core, id);
  if (!chat || chat.kind === "people") throw badRequest("chat not found");
  return chat;
}

function findByUsername(core: Core, name: string): ChatRecord | undefined {
  if (!name.startsWith("@")) return undefined;
  const wanted = name.slice(1).toLowerCase();
  return [...core.world.chats.values()].find(
    (chat) => (chat.kind === "supergroup" || chat.kind === "channel") && chat.username?.toLowerCase() === wanted,
  );
}

function findById(core: Core, id: unknown): ChatRecord | undefined {
  if (typeof id !== "number") return undefined;
  if (id === core.world.botId) throw forbidden("the bot can't send messages to the bot");
  const user = core.world.users.get(id);
  if (user?.isBot) throw forbidden("the bot can't send messages to the bot");
  if (user) return core.world.botChat(id);
  const chat = core.world.chats.get(id);
  // A supergroup the bot never saw is as good as none.
  const isUnknown = chat?.kind === "supergroup" && !chat.members.has(core.world.botId) && chat.username === undefined;
  return isUnknown ? undefined : chat;
}

function checkAccess(core: Core, chat: ChatRecord, level: AccessLevel): void {
  if (chat.kind === "bot") checkPrivate(core, chat, level);
  else if (chat.kind === "group") checkGroup(core, chat, level);
  else checkSupergroup(core, chat, level);
}

function checkPrivate(core: Core, chat: ChatRecord, level: AccessLevel): void {
  const user = core.world.user(chat.id);
  if (level === "read") return;
  if (user.isDeleted) throw forbidden("user is deactivated");
  if (level === "edit") return;
  if (user.hasBlockedBot) throw forbidden("bot was blocked by the user");
  if (!user.hasStarted && !user.allowsWriteToPm) throw forbidden("bot can't initiate conversation with a user");
}

function checkGroup(core: Core, chat: ChatRecord, level: AccessLevel): void {
  if (chat.migratedToId !== undefined) {
    if (level === "read") return;
    throw new ApiError(400, "group chat was upgraded to a supergroup chat", { migrate_to_chat_id: chat.migratedToId });
  }
  if (chat.isDeleted) {
    if (level === "write") throw forbidden("the group chat was deleted");
    return;
  }
  if (level === "read") return;
  const status = chat.members.get(core.world.botId)?.status;
  if (status === "kicked") throw forbidden("bot was kicked from the group chat");
  if (!isPresent(status)) throw forbidden("bot is not a member of the group chat");
}

function checkSupergroup(core: Core, chat: ChatRecord, level: AccessLevel): void {
  const name = chat.kind === "channel" ? "channel chat" : "supergroup chat";
  const status = chat.members.get(core.world.botId)?.status;
  if (chat.isDeleted) throw badRequest("chat not found");
  if (status === "kicked") throw forbidden(`bot was kicked from the ${name}`);
  const isPublicRead = chat.username !== undefined && level === "read";
  if (!isPresent(status) && !isPublicRead) throw forbidden(`bot is not a member of the ${name}`);
}

/** @throws ApiError when the chat's rules keep the bot silent */
export function checkMayPost(core: Core, chat: ChatRecord, what: "text messages" | "photos" | "documents"): void {
  if (chat.kind === "bot") return;
  const permission = (
    { "text messages": "can_send_messages", photos: "can_send_photos", documents: "can_send_documents" } as const
  )[what];
  if (mayPost(chat, core.world.botId, permission)) return;
  throw badRequest(`not enough rights to send ${what} to the chat`);
}

/** @throws ApiError 400 `<name> not found` */
export function findMessage(chat: ChatRecord, id: number | undefined, name: string): MessageRecord {
  if (id === undefined) throw badRequest("message identifier is not specified");
  const message = chat.messages.get(id);
  if (!message || message.ephemeralId !== undefined) throw badRequest(`${name} not found`);
  return message;
}
