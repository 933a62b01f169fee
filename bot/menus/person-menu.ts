import { Menu, type MenuFlavor } from "@grammyjs/menu";
import { chooseLanguage, chosenLanguage } from "../../core/telegram/chosen-language.js";
import { type Locale, LOCALES, resolveLocale } from "../../messages/locale.js";
import { newsMessages } from "../../messages/news-messages.js";
import { sharedMessages } from "../../messages/shared-messages.js";
import { answerPress } from "../answers.js";
import { syncMenuButton } from "../commands/sync-menu-button.js";
import type { BotContext, BotServices } from "../context.js";
import { viewLanguage } from "../render/view-language.js";
import { personPages, turnTo } from "./person-pages.js";
import { personSettingsBlock } from "../screens/settings-screens.js";

type MenuContext = BotContext & MenuFlavor;

const ROOT = "person";

/** A person's own settings in his private chat. */
export function personMenu(services: BotServices): Menu<BotContext> {
  const menu = new Menu<BotContext>(ROOT, { autoAnswer: false, onMenuOutdated: redraw });
  menu.dynamic(async (ctx, range) => {
    if (ctx.person === undefined) return;
    const chosen = await chosenLanguage(services.core, ctx.person);
    const mark = (text: string, isChosen: boolean): string => (isChosen ? `• ${text}` : text);
    range
      .text(mark(ctx.language.bot.settings.automatic, chosen === null), (pressed) => choose(pressed, services, null))
      .row();
    for (const locale of LOCALES) {
      const label = mark(sharedMessages(locale).languageName, chosen === locale);
      range.text(label, (pressed) => choose(pressed, services, locale));
    }
    range.row();
    for (const { id, block, label } of pages) {
      const text = label(newsMessages(ctx.language.locale).settings);
      range.text(text, (pressed) => turnTo(pressed, id, block)).row();
    }
  });
  const pages = personPages(services, { id: ROOT, block: async (ctx) => personSettingsBlock(ctx.language), redraw });
  for (const page of pages) menu.register(page.menu);
  return menu;
}

async function choose(ctx: MenuContext, services: BotServices, locale: Locale | null): Promise<void> {
  ctx.handledBy = "menu.person";
  if (ctx.person === undefined || ctx.chat === undefined) return answerPress(ctx);
  if ((await chosenLanguage(services.core, ctx.person)) === locale) {
    return answerPress(ctx, ctx.language.bot.upToDate);
  }
  await chooseLanguage(services.core, ctx.person, locale);
  ctx.language = viewLanguage(locale ?? resolveLocale(ctx.from?.language_code));
  ctx.menu.update();
  await Promise.all([
    answerPress(ctx),
    ctx.editMessageText(personSettingsBlock(ctx.language).html, { parse_mode: "HTML" }),
    syncMenuButton(ctx.api, services.links, { id: ctx.chat.id, locale: ctx.language.locale }),
  ]);
}

async function redraw(ctx: MenuContext): Promise<void> {
  ctx.handledBy = "menu.outdated";
  ctx.menu.update();
  await answerPress(ctx, ctx.language.bot.settings.menuOutdated);
}
