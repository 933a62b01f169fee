import type { Menu } from "@grammyjs/menu";
import { Composer } from "grammy";
import { readGroupSettings } from "../../core/telegram/group-settings.js";
import { mayManageGroup } from "../may-manage-group.js";
import { answer } from "../answers.js";
import { onCommand } from "../commands/on-command.js";
import type { BotContext, BotServices } from "../context.js";
import { tg } from "../render/html.js";
import { whisper } from "../whisper.js";
import { groupSettingsBlock, groupSetupScreen, personSettingsBlock } from "../screens/settings-screens.js";

export interface SettingsMenus {
  person: Menu<BotContext>;
  group: Menu<BotContext>;
}

/** `/settings` and `/setup`: one's own settings in private, and for administrators the way to those of the group. */
export function settingsFeature(services: BotServices, menus: SettingsMenus): Composer<BotContext> {
  const feature = new Composer<BotContext>();
  onCommand(feature, "settings", async (ctx) => {
    if (ctx.place === "shared") return pointToGroupSettings(ctx, services);
    await ctx.reply(personSettingsBlock(ctx.language).html, { parse_mode: "HTML", reply_markup: menus.person });
  });
  onCommand(feature, "setup", async (ctx) => {
    if (ctx.place === "shared") return pointToGroupSettings(ctx, services);
    const { bot } = ctx.language;
    await answer(ctx, tg`${bot.settings.setupInGroup}`, [
      [{ text: `➕ ${bot.buttons.addToGroup}`, url: services.links.addToGroup() }],
    ]);
  });
  return feature;
}

async function pointToGroupSettings(ctx: BotContext, services: BotServices): Promise<void> {
  if (ctx.chat === undefined) return;
  if (!(await mayManageGroup(ctx, services.admins))) {
    await whisper(ctx, services, tg`${ctx.language.bot.settings.adminsOnly}`);
    return;
  }
  const screen = groupSetupScreen({ services, language: ctx.language, place: ctx.place }, ctx.chat.id);
  await answer(ctx, screen.block, screen.keyboard);
}

/**
 * Answers a link to a group's settings: the menu for its administrators, a refusal for everybody else.
 * @param value what the link says: untrusted, and no proof of anything
 * @returns false when it names no group
 */
export async function openGroupSettings(
  ctx: BotContext,
  services: BotServices,
  menu: Menu<BotContext>,
  value: string,
): Promise<boolean> {
  if (!/^-\d{1,16}$/.test(value) || ctx.person === undefined) return false;
  const chatId = Number(value);
  if (!(await services.admins.isAdmin(chatId, ctx.person))) {
    await answer(ctx, tg`${ctx.language.bot.settings.notYourGroup}`);
    return true;
  }
  const settings = await readGroupSettings(services.core, chatId);
  ctx.groupInMenu = chatId;
  await ctx.reply(groupSettingsBlock(settings, ctx.language).html, { parse_mode: "HTML", reply_markup: menu });
  return true;
}
