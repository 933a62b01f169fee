import type { BoardKey } from "../../core/boards/live-boards.js";
import type { RaceId, TelegramUserId } from "../../wire/ids.js";
import type { Keyboard } from "../answers.js";
import { newsMessages } from "../../messages/news-messages.js";
import { encodeCardPress } from "../callback-data/card-codec.js";
import { encodeCallback } from "../callback-data/codec.js";
import type { AppLinks, KeyboardPlace } from "../links/app-links.js";
import { panelButton } from "../panels/panel.js";
import type { ViewLanguage } from "../render/view-language.js";
import { windowTabs } from "./window-tabs.js";

/** Under a person's own card: other windows, the app, and ways to pass it on. */
export function myKeyboard(options: {
  board: BoardKey;
  race: RaceId | undefined;
  owner: TelegramUserId;
  place: KeyboardPlace;
  links: AppLinks;
  language: ViewLanguage;
}): Keyboard {
  const { board, race, owner, place, links, language } = options;
  const { locale, bot } = language;
  const picture = newsMessages(locale).asPicture;
  return [
    ...windowTabs({
      board,
      race,
      language,
      data: (target) => encodeCallback({ kind: "me", board: target, locale, owner }),
    }),
    [
      {
        text: `🔄 ${bot.buttons.refresh}`,
        callback_data: encodeCallback({ kind: "me", board, locale, owner }),
      },
      links.button(`📱 ${bot.buttons.openApp}`, { page: "me" }, place),
    ],
    ...(race === undefined || place !== "private" || board !== `race:${race}`
      ? []
      : [
          [panelButton(`❓ ${bot.why.button}`, "why", race)],
          [{ text: `🖼 ${picture}`, callback_data: encodeCardPress(race) }, ...links.share(`📤 ${bot.buttons.share}`)],
        ]),
  ];
}
