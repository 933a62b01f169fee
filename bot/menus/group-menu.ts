import { Menu, type MenuFlavor } from "@grammyjs/menu";
import { changeGroupSettings, type GroupSettings, readGroupSettings } from "../../core/telegram/group-settings.js";
import { LOCALES } from "../../messages/locale.js";
import { newsMessages } from "../../messages/news-messages.js";
import { sharedMessages } from "../../messages/shared-messages.js";
import { audited } from "../admin/audited.js";
import { answerPress } from "../answers.js";
import type { BotContext, BotServices } from "../context.js";
import { groupSettingsBlock } from "../screens/settings-screens.js";

type MenuContext = BotContext & MenuFlavor;

/**
 * Settings of a group, shown in the private chat of an administrator. Every press asks again whether he still is one.
 * Each button sets a value and never toggles one, so that a repeated press changes nothing.
 */
export function groupMenu(services: BotServices): Menu<BotContext> {
  const menu = new Menu<BotContext>("group", { autoAnswer: false, onMenuOutdated: redraw });
  menu.dynamic(async (ctx, range) => {
    const chatId = groupOf(ctx);
    if (chatId === undefined) return;
    const settings = await readGroupSettings(services.core, chatId);
    const { bot } = ctx.language;
    const payload = String(chatId);
    const button = (text: string, changes: Parameters<typeof changeGroupSettings>[2]): void => {
      range.text({ text, payload }, (pressed) => change(pressed, services, changes)).row();
    };
    button(onOff(bot.settings.liveBoard, settings.liveBoard), { liveBoard: !settings.liveBoard });
    const words = newsMessages(ctx.language.locale);
    button(onOff(words.settingAnnouncements, settings.announcements), { announcements: !settings.announcements });
    button(onOff(words.settingDigests, settings.digests), { digests: !settings.digests });
    button(onOff(words.settingQuietNights, settings.quietNights), { quietNights: !settings.quietNights });
    button(onOff(words.settingWhispers, settings.whispers), { whispers: !settings.whispers });
    button(`${bot.settings.language}: ${languageName(ctx, settings)}`, { language: nextLanguage(settings.language) });
    if (settings.threadId !== null) button(bot.settings.postInGeneral, { threadId: null });
  });
  return menu;
}

function onOff(label: string, isOn: boolean): string {
  return `${isOn ? "✅" : "⬜"} ${label}`;
}

function languageName(ctx: BotContext, { language }: GroupSettings): string {
  const locale = LOCALES.find((each) => each === language);
  return locale === undefined ? ctx.language.bot.settings.ofEachPerson : sharedMessages(locale).languageName;
}

/** Each person's own, then every language we speak, then round again. */
function nextLanguage(language: string | null): string | null {
  const index = LOCALES.findIndex((each) => each === language);
  return LOCALES[index + 1] ?? null;
}

/** The group a menu is about: in the buttons' payload, and at the first drawing in the context. */
function groupOf(ctx: BotContext): number | undefined {
  if (ctx.groupInMenu !== undefined) return ctx.groupInMenu;
  const chatId = typeof ctx.match === "string" ? Number(ctx.match) : Number.NaN;
  return Number.isSafeInteger(chatId) && chatId < 0 ? chatId : undefined;
}

async function change(
  ctx: MenuContext,
  services: BotServices,
  changes: Parameters<typeof changeGroupSettings>[2],
): Promise<void> {
  ctx.handledBy = "menu.group";
  const chatId = groupOf(ctx);
  const { person } = ctx;
  const isAllowed = chatId !== undefined && person !== undefined && (await services.admins.isAdmin(chatId, person));
  if (!isAllowed) return answerPress(ctx, ctx.language.bot.settings.adminsOnly);
  await changeGroupSettings(services.core, chatId, changes);
  const act = { actor: `user:${person}`, action: "group.change", subject: `chat:${chatId}`, detail: changes };
  await audited(services.core, act);
  services.wakeOutbox();
  const settings = await readGroupSettings(services.core, chatId);
  const block = groupSettingsBlock(settings, ctx.language);
  // The menu library puts the redrawn buttons into the edit.
  ctx.menu.update();
  await Promise.all([answerPress(ctx), ctx.editMessageText(block.html, { parse_mode: "HTML" })]);
}

async function redraw(ctx: MenuContext): Promise<void> {
  ctx.handledBy = "menu.outdated";
  ctx.menu.update();
  await answerPress(ctx, ctx.language.bot.settings.menuOutdated);
}
