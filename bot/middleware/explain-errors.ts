import type { NextFunction } from "grammy";
import {
  AppError,
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  RateLimitedError,
  UnavailableError,
} from "../../core/errors.js";
import { answer, answerPress } from "../answers.js";
import type { BotContext } from "../context.js";
import { tg } from "../render/html.js";
import type { ViewLanguage } from "../render/view-language.js";

/**
 * Turns the errors we expect into a sentence for the person who asked. Everything else goes on to the inbox, which
 * tries again or gives the update up.
 */
export async function explainErrors(ctx: BotContext, next: NextFunction): Promise<void> {
  try {
    await next();
  } catch (error) {
    const text = error instanceof AppError ? explanation(error, ctx.language) : undefined;
    if (text === undefined) throw error;
    await tell(ctx, text);
  }
}

/** Says a sentence the way the update can be answered: as a toast, a message, or not at all. */
export async function tell(ctx: BotContext, text: string): Promise<void> {
  if (ctx.callbackQuery !== undefined) return answerPress(ctx, text);
  if (ctx.command !== undefined || (ctx.message !== undefined && ctx.place === "private")) {
    await answer(ctx, tg`${text}`);
  }
}

/** @returns `undefined` for errors that nobody should have met: they are our bugs */
export function explanation(error: AppError, { bot }: ViewLanguage): string | undefined {
  if (error instanceof NotFoundError) return bot.raceNotFound;
  if (error instanceof UnavailableError) return bot.temporarilyAway;
  if (error instanceof RateLimitedError) return bot.slowDown;
  if (error instanceof InvalidInputError) return bot.buttonOutdated;
  if (error instanceof ConflictError) return bot.noLongerPossible;
  if (error instanceof ForbiddenError) return bot.admin.notAllowed;
  return undefined;
}
