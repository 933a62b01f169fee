import { Composer } from "grammy";
import { answer, answerPress } from "../answers.js";
import type { BotContext } from "../context.js";
import { named } from "../named.js";
import { tg } from "../render/html.js";

/** The last feature: whatever nobody took is answered once where people expect it, and stays quiet in groups. */
export function unhandledFeature(): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  feature.on(
    "callback_query",
    named("unhandled.press", (ctx) => answerPress(ctx, ctx.language.bot.buttonOutdated)),
  );
  feature.on(
    "message:text",
    named("unhandled.text", async (ctx) => {
      const isOwnPost = ctx.message.via_bot?.id === ctx.me.id;
      if (ctx.place !== "private" || isOwnPost) return;
      const { bot } = ctx.language;
      await answer(ctx, tg`${ctx.command === undefined ? bot.unknownText : bot.unknownCommand}`);
    }),
  );
  return feature;
}
