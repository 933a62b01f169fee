import type { Chat, ChatMember, User } from "@grammyjs/types";
import type { Core } from "../core.js";
import { administratorRights } from "../state/rights.js";
import type { ChatRecord, MemberRecord, UserRecord } from "../state/records.js";

/** A user as the Bot API shows him. Deleted accounts lose their name. */
export function renderUser(user: UserRecord): User {
  if (user.isDeleted) return { id: user.id, is_bot: false, first_name: "" };
  return {
    id: user.id,
    is_bot: user.isBot,
    first_name: user.firstName,
    ...(user.lastName === undefined ? {} : { last_name: user.lastName }),
    ...(user.username === undefined ? {} : { username: user.username }),
    ...(user.languageCode === undefined || user.isBot ? {} : { language_code: user.languageCode }),
    ...(user.isPremium ? { is_premium: true } : {}),
  };
}

/** The chat as the bot sees it. */
export function renderChat(core: Core, chat: ChatRecord): Chat {
  const username = chat.username === undefined ? {} : { username: chat.username };
  switch (chat.kind) {
    case "bot":
      return renderPrivateChat(core.world.user(chat.id));
    case "group":
      return { id: chat.id, type: "group", title: chat.title };
    case "supergroup":
      return {
        id: chat.id,
        type: "supergroup",
        title: chat.title,
        ...username,
        ...(chat.isForum ? { is_forum: true } : {}),
      };
    case "channel":
      return { id: chat.id, type: "channel", title: chat.title, ...username };
    case "people":
      throw new Error("a chat between people is invisible to the bot");
    default:
      return chat.kind satisfies never;
  }
}

export function renderPrivateChat(user: UserRecord): Chat.PrivateChat {
  return {
    id: user.id,
    type: "private",
    first_name: user.isDeleted ? "" : user.firstName,
    ...(user.lastName === undefined || user.isDeleted ? {} : { last_name: user.lastName }),
    ...(user.username === undefined || user.isDeleted ? {} : { username: user.username }),
  };
}

/** A member as `getChatMember` and membership updates show him. */
export function renderMember(core: Core, member: MemberRecord): ChatMember {
  const user = renderUser(core.world.user(member.userId));
  const title = member.customTitle === undefined ? {} : { custom_title: member.customTitle };
  switch (member.status) {
    case "creator":
      return { status: "creator", user, is_anonymous: member.isAnonymous, ...title };
    case "administrator":
      return {
        ...administratorRights(),
        ...member.rights,
        status: "administrator",
        user,
        can_be_edited: member.canBeEdited,
        is_anonymous: member.isAnonymous,
        ...title,
      };
    case "member":
      return { status: "member", user };
    case "restricted":
      return renderRestricted(member, user);
    case "left":
      return { status: "left", user };
    case "kicked":
      return { status: "kicked", user, until_date: 0 };
    default:
      return member.status satisfies never;
  }
}

function renderRestricted(member: MemberRecord, user: User): ChatMember {
  const given = member.permissions ?? {};
  return {
    status: "restricted",
    user,
    is_member: true,
    until_date: 0,
    can_send_messages: given.can_send_messages ?? false,
    can_send_audios: given.can_send_audios ?? false,
    can_send_documents: given.can_send_documents ?? false,
    can_send_photos: given.can_send_photos ?? false,
    can_send_videos: given.can_send_videos ?? false,
    can_send_video_notes: given.can_send_video_notes ?? false,
    can_send_voice_notes: given.can_send_voice_notes ?? false,
    can_send_polls: given.can_send_polls ?? false,
    can_send_other_messages: given.can_send_other_messages ?? false,
    can_add_web_page_previews: given.can_add_web_page_previews ?? false,
    can_react_to_messages: given.can_react_to_messages ?? false,
    can_change_info: given.can_change_info ?? false,
    can_invite_users: given.can_invite_users ?? false,
    can_edit_tag: given.can_edit_tag ?? false,
    can_pin_messages: given.can_pin_messages ?? false,
    can_manage_topics: given.can_manage_topics ?? false,
  };
}

export function fullName(user: UserRecord): string {
  if (user.isDeleted) return "Deleted Account";
  return user.lastName === undefined ? user.firstName : `${user.firstName} ${user.lastName}`;
}
