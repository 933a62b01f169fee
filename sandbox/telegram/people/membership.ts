import type { ChatMemberUpdated } from "@grammyjs/types";
import { unixSeconds } from "../clock.js";
import type { Core } from "../core.js";
import { postMessage } from "../posting.js";
import { renderChat, renderMember, renderPrivateChat, renderUser } from "../render/people-and-chats.js";
import { isAdministrator, isPresent } from "../state/rights.js";
import type { ChatRecord, MemberRecord, UserRecord } from "../state/records.js";

/**
 * Changes somebody's standing in a group and sends `my_chat_member` (the bot's own) or `chat_member` (others, only
 * while the bot is an administrator).
 */
export function changeMember(
  core: Core,
  chat: ChatRecord,
  byId: number,
  userId: number,
  changes: Partial<MemberRecord>,
): MemberRecord {
  const before: MemberRecord = chat.members.get(userId) ?? {
    userId,
    status: "left",
    isAnonymous: false,
    canBeEdited: false,
  };
  const after = core.world.setMember(chat, userId, { ...before, ...changes });
  core.journal.add({ kind: "member", chatId: chat.id, userId, byId, before: before.status, after: after.status });
  core.world.bus.changed(chat.id);
  if (chat.kind === "people" || chat.kind === "bot") return after;
  const update: ChatMemberUpdated = {
    chat: renderChat(core, chat),
    from: renderUser(core.world.user(byId)),
    date: unixSeconds(core.clock),
    old_chat_member: renderMember(core, before),
    new_chat_member: renderMember(core, after),
  };
  if (userId === core.world.botId) core.updates.push({ my_chat_member: update });
  else if (isAdministrator(chat.members.get(core.world.botId))) core.updates.push({ chat_member: update });
  return after;
}

/** Brings people (or the bot) into a group, with the service line that everybody sees. */
export function addMembers(core: Core, chat: ChatRecord, byId: number, userIds: readonly number[]): void {
  for (const userId of userIds) changeMember(core, chat, byId, userId, { status: "member" });
  postMessage(core, chat, {
    fromId: byId,
    content: { kind: "service", service: { what: "newMembers", userIds: [...userIds] } },
  });
}

/** Removes somebody, who cannot come back by himself. */
export function removeMember(core: Core, chat: ChatRecord, byId: number, userId: number): void {
  changeMember(core, chat, byId, userId, cleared("kicked"));
  postMessage(core, chat, { fromId: byId, content: { kind: "service", service: { what: "leftMember", userId } } });
}

export function leaveChat(core: Core, chat: ChatRecord, userId: number): void {
  const status = chat.members.get(userId)?.status;
  if (!isPresent(status)) return;
  changeMember(core, chat, userId, userId, cleared("left"));
  if (chat.kind !== "channel") {
    postMessage(core, chat, { fromId: userId, content: { kind: "service", service: { what: "leftMember", userId } } });
  }
}

function cleared(status: "left" | "kicked"): Partial<MemberRecord> {
  return { status, isAnonymous: false, canBeEdited: false };
}

/** In private chats `my_chat_member` tells of blocking and unblocking. */
export function setBlocked(core: Core, user: UserRecord, isBlocked: boolean): void {
  if (user.hasBlockedBot === isBlocked) return;
  user.hasBlockedBot = isBlocked;
  core.journal.add({ kind: "blocked", userId: user.id, isBlocked });
  const bot = renderUser(core.world.bot);
  const blocked = { status: "kicked" as const, user: bot, until_date: 0 };
  const free = { status: "member" as const, user: bot };
  core.updates.push({
    my_chat_member: {
      chat: renderPrivateChat(user),
      from: renderUser(user),
      date: unixSeconds(core.clock),
      old_chat_member: isBlocked ? free : blocked,
      new_chat_member: isBlocked ? blocked : free,
    },
  });
  core.world.bus.changed(user.id);
}
