import type { AdminCheck } from "./admins.js";
import type { BotContext } from "./context.js";

/** Whether the person who wrote in a group may change its settings; an anonymous administrator speaks as the group. */
export async function mayManageGroup(ctx: BotContext, admins: AdminCheck): Promise<boolean> {
  if (ctx.chat === undefined) return false;
  if (ctx.message?.sender_chat !== undefined) return ctx.message.sender_chat.id === ctx.chat.id;
  return ctx.person !== undefined && admins.isAdmin(ctx.chat.id, ctx.person);
}
