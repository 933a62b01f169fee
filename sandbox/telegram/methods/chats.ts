import type { ChatMember } from "@grammyjs/types";
import { accessChat } from "../access.js";
import type { Core } from "../core.js";
import { badRequest } from "../errors.js";
import type { Call } from "../http/call.js";
import { leaveChat } from "../people/membership.js";
import { renderPlain } from "../render/message.js";
import { renderChat, renderMember } from "../render/people-and-chats.js";
import { isAdministrator, isPresent } from "../state/rights.js";
import type { ChatRecord } from "../state/records.js";
import type { MethodTable } from "./handler.js";

function renderFullChat(core: Core, chat: ChatRecord): Record<string, unknown> {
  const newestPin = chat.pinned[0] === undefined ? undefined : chat.messages.get(chat.pinned[0]);
  const isGroup = chat.kind === "group" || chat.kind === "supergroup";
  return {
    ...renderChat(core, chat),
    accent_color_id: Math.abs(chat.id) % 7,
    max_reaction_count: 11,
    accepted_gift_types: {
      unlimited_gifts: true,
      limited_gifts: true,
      unique_gifts: true,
      premium_subscription: chat.kind === "bot",
      gifts_from_channels: true,
    },
    ...(chat.username === undefined ? {} : { active_usernames: [chat.username] }),
    ...(chat.description === undefined ? {} : { description: chat.description }),
    ...(isGroup ? { permissions: chat.permissions } : {}),
    ...(newestPin ? { pinned_message: renderPlain(core, newestPin) } : {}),
    ...(chat.linkedChannelId === undefined ? {} : { linked_chat_id: chat.linkedChannelId }),
  };
}

/** A stranger counts as "left"; an id of nobody is refused. */
function memberOf(core: Core, chat: ChatRecord, userId: number): ChatMember {
  if (!core.world.users.has(userId)) throw badRequest("user not found");
  if (chat.kind === "bot") {
    return {
      status: "member",
      user: renderMember(core, { userId, status: "member", isAnonymous: false, canBeEdited: false }).user,
    };
  }
  const member = chat.members.get(userId) ?? { userId, status: "left", isAnonymous: false, canBeEdited: false };
  return renderMember(core, member);
}

/** Member lists cannot be read in dead basic groups. */
function readMembersChat(core: Core, call: Call): ChatRecord {
  const chat = accessChat(core, call, "read");
  return chat.kind === "group" ? accessChat(core, call, "write") : chat;
}

export const chatMethods: MethodTable = {
  getChat: (core, call) => renderFullChat(core, accessChat(core, call, "read")),

  getChatMember(core, call) {
    const userId = call.requiredNumber("user_id", "invalid user_id specified");
    return memberOf(core, readMembersChat(core, call), userId);
  },

  getChatAdministrators(core, call) {
    const chat = readMembersChat(core, call);
    if (chat.kind === "bot") throw badRequest("there are no administrators in the private chat");
    // Other bots are left out; the asking bot itself is shown.
    const admins = [...chat.members.values()].filter(isAdministrator);
    return admins
      .filter(({ userId }) => userId === core.world.botId || !core.world.user(userId).isBot)
      .map((member) => renderMember(core, member));
  },

  getChatMemberCount(core, call) {
    const chat = readMembersChat(core, call);
    if (chat.kind === "bot") return 2;
    return [...chat.members.values()].filter((member) => isPresent(member.status)).length;
  },

  leaveChat(core, call) {
    const chat = accessChat(core, call, "edit");
    if (chat.kind === "bot") throw badRequest("chat member status can't be changed in private chats");
    leaveChat(core, chat, core.world.botId);
    return true;
  },
};
