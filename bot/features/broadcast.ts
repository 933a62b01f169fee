import { Composer } from "grammy";
import { rolesOf } from "../../core/people/telegram-users.js";
import { broadcastForm } from "../announcements/broadcast-form.js";
import { BROADCASTERS } from "../announcements/broadcasters.js";
import { broadcastScreen, decodeBroadcastPress, moveByPress } from "../announcements/broadcast-screen.js";
import { answer, answerByEditing, answerPress } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import { enterForm } from "../conversations/forms-feature.js";
import type { BotContext, BotServices } from "../context.js";
import { named } from "../named.js";
import { tg } from "../render/html.js";

/** `/broadcast` and the presses under its reports: owners write to many, in their private chat. */
export function broadcastFeature(services: BotServices): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "broadcast", async (ctx) => {
    const { place, language } = ctx;
    if (!(await mayBroadcast(ctx, services))) return answer(ctx, tg`${language.bot.admin.notAllowed}`);
    if (place === "private") return enterForm(ctx, broadcastForm);
    const button = { text: `💬 ${language.bot.buttons.openPrivateChat}`, url: services.links.privateChat() };
    await answer(ctx, tg`${language.bot.admin.onlyInPrivate}`, [[button]]);
  });
  feature.on(
    "callback_query:data",
    named("press.broadcast", async (ctx, next) => {
      const press = decodeBroadcastPress(ctx.callbackQuery.data);
      if (press === undefined) return next();
      if (!(await mayBroadcast(ctx, services))) return answerPress(ctx, ctx.language.bot.admin.notAllowed);
      await moveByPress(services, press);
      const screen = await broadcastScreen(services, ctx.language, press.id);
      await answerByEditing(ctx, screen.block, screen.keyboard);
    }),
  );
  return feature;
}

async function mayBroadcast({ person }: BotContext, { core }: BotServices): Promise<boolean> {
  const roles = person === undefined ? [] : await rolesOf(core, person);
  return roles.some((role) => BROADCASTERS.includes(role));
}
