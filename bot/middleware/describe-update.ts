import type { NextFunction } from "grammy";
import { DEFAULT_LOCALE } from "../../messages/locale.js";
import { parseCommand } from "../commands/parse-command.js";
import type { BotContext } from "../context.js";
import { viewLanguage } from "../render/view-language.js";

/** Fills the context with what the update itself tells; the rest of the chain may rely on every field. */
export async function describeUpdate(ctx: BotContext, next: NextFunction): Promise<void> {
  ctx.person = undefined;
  ctx.isBanned = false;
  ctx.language = viewLanguage(DEFAULT_LOCALE);
  ctx.place = ctx.chat?.type === "private" ? "private" : "shared";
  const command = ctx.message === undefined ? undefined : parseCommand(ctx.message, ctx.me.username);
  // A command that was forwarded, or that came in through our own inline mode, is not a request.
  const isQuoted = ctx.message?.forward_origin !== undefined || ctx.message?.via_bot !== undefined;
  ctx.command = command?.isForUs === true && !isQuoted ? command : undefined;
  ctx.groupInMenu = undefined;
  ctx.form = { hasExpired: false, hasFailed: false, wasLeft: false, questionId: undefined };
  ctx.handledBy = undefined;
  await next();
}
