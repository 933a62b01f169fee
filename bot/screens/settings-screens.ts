import type { GroupSettings } from "../../core/telegram/group-settings.js";
import { type HtmlBlock, lines, paragraphs, tg } from "../render/html.js";
import { displayName } from "../render/names.js";
import type { ViewLanguage } from "../render/view-language.js";
import type { Screen, ScreenFrame } from "./screen.js";

/** Above the menu of a group's settings: whose they are, and what is missing for them to work. */
export function groupSettingsBlock(settings: GroupSettings, { bot }: ViewLanguage): HtmlBlock {
  const needsPinRight = settings.liveBoard && !settings.canPin;
  return paragraphs(
    tg`⚙️ <b>${displayName(settings.title, 60)}</b>`,
    tg`${bot.settings.groupText}`,
    needsPinRight ? tg`⚠️ ${bot.settings.noPinRight}` : undefined,
  );
}

/** Above the menu of a person's settings. */
export function personSettingsBlock({ bot }: ViewLanguage): HtmlBlock {
  return lines(tg`⚙️ <b>${bot.settings.title}</b>`, tg`${bot.settings.personText}`);
}

/** In a group: the way to its settings, which are shown to administrators in private. */
export function groupSetupScreen({ services, language }: ScreenFrame, chatId: number): Screen {
  const { bot } = language;
  const url = services.links.privateChat({ kind: "setup", value: String(chatId) });
  return {
    block: tg`${bot.settings.setupInPrivate}`,
    keyboard: [[{ text: `⚙️ ${bot.buttons.setUp}`, url }]],
  };
}
