import type { ChatMember } from "grammy/types";
import type { CoreContext } from "../core/context.js";
import { type BotMembership, setMembership } from "../core/telegram/chats.js";
import type { BotContext } from "./context.js";
import { describeChat } from "./middleware/identify.js";

/**
 * Asks Telegram what the bot may do in a chat and stores it. `my_chat_member` tells of changes; what was so before the
 * bot knew the chat, or while nobody listened, has to be asked for.
 */
export async function refreshOwnRights(ctx: BotContext, core: CoreContext): Promise<BotMembership | undefined> {
  if (ctx.chat === undefined) return undefined;
  const membership = membershipOf(await ctx.api.getChatMember(ctx.chat.id, ctx.me.id));
  await setMembership(core, describeChat(ctx.chat), membership);
  return membership;
}

/** Whether the member is in the chat at all. */
export function isPresent(member: ChatMember): boolean {
  if (member.status === "restricted") return member.is_member;
  return member.status !== "left" && member.status !== "kicked";
}

export function canWrite(member: ChatMember): boolean {
  return member.status !== "restricted" || member.can_send_messages;
}

/** A member as the database keeps the bot's own standing. */
export function membershipOf(member: ChatMember): BotMembership {
  switch (member.status) {
    case "creator":
    case "administrator":
      return {
        status: "administrator",
        canPin: member.status === "creator" || member.can_pin_messages === true,
      };
    case "restricted":
      return { status: member.is_member ? "restricted" : "left", canPin: member.can_pin_messages };
    default:
      return { status: member.status, canPin: false };
  }
}
