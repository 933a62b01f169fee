import { Composer } from "grammy";
import { answer } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import type { BotContext, BotServices } from "../context.js";
import { tg } from "../render/html.js";
import { helpScreen } from "../screens/hello-screens.js";

/** `/help`, `/app` and `/cancel`: answers that need no figures. */
export function helpFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "help", async (ctx) => {
    const screen = helpScreen({ services, language: ctx.language, place: ctx.place }, ctx.me.username);
    await answer(ctx, screen.block, screen.keyboard);
  });
  onCommand(feature, "app", async (ctx) => {
    const { bot } = ctx.language;
    const button = services.links.button(`📱 ${bot.buttons.openApp}`, { page: "home" }, ctx.place);
    await answer(ctx, tg`${bot.openAppText}`, [[button]]);
  });
  onCommand(feature, "cancel", async (ctx) => {
    const { bot } = ctx.language;
    await answer(ctx, tg`${ctx.form.wasLeft ? bot.forms.cancelled : bot.nothingToCancel}`);
  });
  return feature;
}
