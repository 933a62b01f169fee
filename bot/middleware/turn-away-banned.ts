import type { NextFunction } from "grammy";
import { answer, answerPress } from "../answers.js";
import type { BotContext } from "../context.js";
import { tg } from "../render/html.js";

/**
 * Somebody who is banned is told so where only he sees it, and nothing else; a group is not told who is. What Telegram
 * says of chats goes on: a ban must not make us forget where the bot is.
 */
export async function turnAwayBanned(ctx: BotContext, next: NextFunction): Promise<void> {
  if (!ctx.isBanned) return next();
  if (ctx.callbackQuery !== undefined) return answerPress(ctx, ctx.language.bot.banned);
  if (ctx.inlineQuery !== undefined) {
    await ctx.answerInlineQuery([], { cache_time: 0, is_personal: true });
    return;
  }
  if (ctx.command !== undefined && ctx.place !== "private") return;
  if (ctx.message !== undefined && ctx.place === "private") return answer(ctx, tg`${ctx.language.bot.banned}`);
  await next();
}
