import type { Middleware, NextFunction } from "grammy";
import type { BotContext } from "./context.js";

/** Gives a handler the name under which the log speaks of it. */
export function named<C extends BotContext>(
  name: string,
  handler: (ctx: C, next: NextFunction) => Promise<void>,
): Middleware<C> {
  return async (ctx, next) => {
    ctx.handledBy = name;
    await handler(ctx, next);
  };
}
