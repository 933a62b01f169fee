import type { Middleware } from "grammy";
import type { Log } from "../../core/log.js";
import type { BotContext } from "../context.js";

/** One line for each update: what it was and who handled it, never what people wrote or are called. */
export function logUpdate(log: Log): Middleware<BotContext> {
  return async (ctx, next) => {
    const startedAtMs = performance.now();
    await next();
    const kind = Object.keys(ctx.update).find((key) => key !== "update_id");
    const durationMs = Math.round(performance.now() - startedAtMs);
    const handler = ctx.handledBy ?? "none";
    log.debug({ updateId: ctx.update.update_id, kind, chatId: ctx.chat?.id, handler, durationMs }, "update handled");
  };
}
