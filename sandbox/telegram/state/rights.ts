import type { ChatAdministratorRights, ChatPermissions } from "@grammyjs/types";
import type { ChatRecord, MemberRecord, MemberStatus } from "./records.js";

/** What a new group allows everybody. */
export function defaultPermissions(): ChatPermissions {
  return {
    can_send_messages: true,
    can_send_audios: true,
    can_send_documents: true,
    can_send_photos: true,
    can_send_videos: true,
    can_send_video_notes: true,
    can_send_voice_notes: true,
    can_send_polls: true,
    can_send_other_messages: true,
    can_add_web_page_previews: true,
    can_react_to_messages: true,
    can_change_info: false,
    can_invite_users: true,
    can_pin_messages: false,
    can_manage_topics: false,
    can_edit_tag: true,
  };
}

/** What the official apps tick when somebody is made an administrator. */
export function administratorRights(changes: Partial<ChatAdministratorRights> = {}): ChatAdministratorRights {
  return {
    is_anonymous: false,
    can_manage_chat: true,
    can_delete_messages: true,
    can_manage_video_chats: true,
    can_restrict_members: true,
    can_promote_members: false,
    can_change_info: true,
    can_invite_users: true,
    can_post_stories: true,
    can_edit_stories: true,
    can_delete_stories: true,
    can_pin_messages: true,
    can_manage_topics: true,
    can_manage_tags: true,
    can_send_welcome_messages: true,
    ...changes,
  };
}

export function isPresent(status: MemberStatus | undefined): boolean {
  return status === "creator" || status === "administrator" || status === "member" || status === "restricted";
}

export function isAdministrator(member: MemberRecord | undefined): boolean {
  return member?.status === "creator" || member?.status === "administrator";
}

type AdminRight = keyof ChatAdministratorRights & keyof ChatPermissions;

/** A right that administrators hold by office and others by the chat's permissions (pin, topics, invite, info). */
export function hasSharedRight(chat: ChatRecord, userId: number, right: AdminRight): boolean {
  const member = chat.members.get(userId);
  if (!member || !isPresent(member.status)) return false;
  if (member.status === "creator") return true;
  if (member.status === "administrator" && member.rights?.[right] === true) return true;
  const own = member.status === "restricted" ? member.permissions?.[right] === true : true;
  return own && chat.permissions[right] === true;
}

/** A right only administrators can have. */
export function hasAdminRight(chat: ChatRecord, userId: number, right: keyof ChatAdministratorRights): boolean {
  const member = chat.members.get(userId);
  if (!member) return false;
  return member.status === "creator" || (member.status === "administrator" && member.rights?.[right] === true);
}

/** Whether the chat's rules let this member post content of a kind. */
export function mayPost(chat: ChatRecord, userId: number, permission: keyof ChatPermissions): boolean {
  const member = chat.members.get(userId);
  if (!member || !isPresent(member.status)) return false;
  if (isAdministrator(member)) return true;
  const own = member.status === "restricted" ? member.permissions?.[permission] === true : true;
  return own && chat.permissions[permission] === true;
}
