import type { Core } from "../core.js";
import { validStartPayload } from "../links.js";
import { postMessage } from "../posting.js";
import { hasAdminRight, hasSharedRight, isPresent } from "../state/rights.js";
import type { ChatRecord } from "../state/records.js";
import { addMembers, changeMember, leaveChat, removeMember } from "./membership.js";
import { personText } from "./chatting.js";
import { PersonRefusal } from "./refusal.js";

/** A new group with its creator and first members. */
export function createGroup(
  core: Core,
  creatorId: number,
  group: { title: string; kind: "group" | "supergroup"; memberIds: readonly number[] },
): ChatRecord {
  const chat = core.world.addChat(group.kind, group.title);
  core.world.setMember(chat, creatorId, { status: "creator" });
  const what = group.kind === "group" ? "groupCreated" : "supergroupCreated";
  postMessage(core, chat, { fromId: creatorId, content: { kind: "service", service: { what } } });
  const others = group.memberIds.filter((id) => id !== creatorId);
  if (others.length > 0) addMembers(core, chat, creatorId, others);
  return chat;
}

/** Adds people or the bot; `startPayload` is what `t.me/<bot>?startgroup=…` brings. */
export function addToGroup(core: Core, byId: number, chat: ChatRecord, userId: number, startPayload?: string): void {
  if (!hasSharedRight(chat, byId, "can_invite_users")) throw new PersonRefusal("You may not add members here");
  if (isPresent(chat.members.get(userId)?.status)) throw new PersonRefusal("Is a member already");
  const isBot = userId === core.world.botId;
  if (isBot && !core.config.canJoinGroups) throw new PersonRefusal("This bot cannot be added to groups");
  addMembers(core, chat, byId, [userId]);
  const payload = isBot ? validStartPayload(startPayload) : undefined;
  if (payload === undefined) return;
  const body = personText(core, `/start@${core.world.bot.username} ${payload}`);
  postMessage(core, chat, { fromId: byId, content: { kind: "text", body } });
}

export function joinGroup(core: Core, chat: ChatRecord, userId: number): void {
  const status = chat.members.get(userId)?.status;
  if (isPresent(status)) throw new PersonRefusal("Is a member already");
  if (status === "kicked") throw new PersonRefusal("Was removed and may not come back");
  addMembers(core, chat, userId, [userId]);
}

export function removeFromGroup(core: Core, byId: number, chat: ChatRecord, userId: number): void {
  if (byId === userId) {
    leaveChat(core, chat, userId);
    return;
  }
  if (!hasAdminRight(chat, byId, "can_restrict_members")) throw new PersonRefusal("You may not remove members here");
  if (chat.members.get(userId)?.status === "creator") throw new PersonRefusal("The owner cannot be removed");
  if (!isPresent(chat.members.get(userId)?.status)) throw new PersonRefusal("Is not a member");
  removeMember(core, chat, byId, userId);
}

/** Makes somebody (or the bot) an administrator with the usual rights. */
export function promoteInGroup(core: Core, byId: number, chat: ChatRecord, userId: number, isAnonymous = false): void {
  checkMayPromote(chat, byId, userId);
  changeMember(core, chat, byId, userId, {
    status: "administrator",
    rights: { ...core.config.promotedRights, is_anonymous: isAnonymous },
    isAnonymous,
    canBeEdited: false,
  });
}

export function demoteInGroup(core: Core, byId: number, chat: ChatRecord, userId: number): void {
  checkMayPromote(chat, byId, userId);
  changeMember(core, chat, byId, userId, { status: "member", isAnonymous: false });
}

function checkMayPromote(chat: ChatRecord, byId: number, userId: number): void {
  if (!hasAdminRight(chat, byId, "can_promote_members")) throw new PersonRefusal("You may not change administrators");
  const target = chat.members.get(userId);
  if (!target || !isPresent(target.status)) throw new PersonRefusal("Is not a member");
  if (target.status === "creator" && byId !== userId) throw new PersonRefusal("The owner's rights are fixed");
}

/**
 * A basic group becomes a supergroup with a new id. Both tell of it by a service message, and from then on every
 * call to the old id is refused with `migrate_to_chat_id`.
 */
export function migrateGroup(core: Core, byId: number, chat: ChatRecord): ChatRecord {
  if (chat.kind !== "group" || chat.migratedToId !== undefined)
    throw new PersonRefusal("Only a basic group can migrate");
  const upgraded = core.world.addChat("supergroup", chat.title, {
    migratedFromId: chat.id,
    permissions: chat.permissions,
  });
  for (const [userId, member] of chat.members) upgraded.members.set(userId, { ...member });
  postMessage(core, chat, {
    fromId: byId,
    content: { kind: "service", service: { what: "migratedTo", chatId: upgraded.id } },
  });
  chat.migratedToId = upgraded.id;
  postMessage(core, upgraded, {
    fromId: byId,
    content: { kind: "service", service: { what: "migratedFrom", chatId: chat.id } },
  });
  return upgraded;
}

/** Turns topics on or off; they exist in supergroups only. */
export function setForum(core: Core, byId: number, chat: ChatRecord, isForum: boolean): void {
  if (!hasAdminRight(chat, byId, "can_change_info")) throw new PersonRefusal("You may not change the group");
  if (chat.kind !== "supergroup") throw new PersonRefusal("Topics need a supergroup");
  chat.isForum = isForum;
  core.world.bus.changed(chat.id);
}

export function renameGroup(core: Core, byId: number, chat: ChatRecord, title: string): void {
  if (!hasSharedRight(chat, byId, "can_change_info")) throw new PersonRefusal("You may not change the group");
  chat.title = title;
  postMessage(core, chat, { fromId: byId, content: { kind: "service", service: { what: "newTitle", title } } });
}

/** The owner deletes the group for everybody. */
export function deleteGroup(core: Core, byId: number, chat: ChatRecord): void {
  if (chat.members.get(byId)?.status !== "creator") throw new PersonRefusal("Only the owner can delete the group");
  chat.isDeleted = true;
  if (chat.kind === "supergroup") changeMember(core, chat, byId, core.world.botId, { status: "left" });
  core.world.bus.changed(chat.id);
}
