import type { RaceId, TelegramUserId } from "../../wire/ids.js";
import type { Keyboard } from "../answers.js";
import { encodeCallback } from "../callback-data/codec.js";
import type { AppLinks, KeyboardPlace } from "../links/app-links.js";
import type { ViewLanguage } from "../render/view-language.js";

/** Under a race card: draw it again, turn to the board or one's place, open it in the app, pass it on. */
export function raceKeyboard(options: {
  race: RaceId;
  /** Who may turn pages; inline results have nobody, so they offer the refresh only. */
  owner: TelegramUserId | undefined;
  place: KeyboardPlace;
  links: AppLinks;
  language: ViewLanguage;
}): Keyboard {
  const { race, owner, place, links, language } = options;
  const { locale, bot } = language;
  const board = `race:${race}` as const;
  const turns =
    owner === undefined
      ? []
      : [
          {
            text: `🏆 ${bot.buttons.leaderboard}`,
            callback_data: encodeCallback({ kind: "turn", board, page: 0, locale, owner }),
          },
          { text: `👤 ${bot.buttons.me}`, callback_data: encodeCallback({ kind: "me", board, locale, owner }) },
        ];
  return [
    turns,
    [
      { text: `🔄 ${bot.buttons.refresh}`, callback_data: encodeCallback({ kind: "race", race, locale }) },
      links.button(`📊 ${bot.buttons.openBoard}`, { page: "race", race }, place),
    ],
    place === "private" ? links.share(`📤 ${bot.buttons.share}`) : [],
  ];
}
