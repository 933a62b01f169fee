import type { InlineKeyboardButton } from "grammy/types";
import type { BoardKey } from "../../core/boards/live-boards.js";
import type { RaceId, TelegramUserId } from "../../wire/ids.js";
import type { Keyboard } from "../answers.js";
import { boardTarget } from "../callback-data/board-target.js";
import { encodeCallback } from "../callback-data/codec.js";
import type { AppLinks, AppPage, KeyboardPlace } from "../links/app-links.js";
import { pageCount } from "../render/leaderboard.js";
import type { ViewLanguage } from "../render/view-language.js";
import { windowTabs } from "./window-tabs.js";

/** Under a board: other windows, other pages, draw it again, and the whole board in the app. */
export function boardKeyboard(options: {
  board: BoardKey;
  page: number;
  /** Players on the board. */
  total: number;
  /** The race that the tab "Race" leads to. */
  race: RaceId | undefined;
  /** Who may turn pages; nobody when an anonymous administrator asked. */
  owner: TelegramUserId | undefined;
  place: KeyboardPlace;
  links: AppLinks;
  language: ViewLanguage;
}): Keyboard {
  const { board, page, total, race, owner, place, links, language } = options;
  const { locale, bot } = language;
  const refresh = encodeCallback({ kind: "refresh", board, page, locale, owner });
  const refreshButton = { text: `🔄 ${bot.buttons.refresh}`, callback_data: refresh };
  const appRow = [links.button(`📊 ${bot.buttons.openBoard}`, pageOf(board), place)];
  if (owner === undefined) return [[refreshButton], appRow];
  const turnTo = (target: BoardKey, targetPage: number): string =>
    encodeCallback({ kind: "turn", board: target, page: targetPage, locale, owner });
  const arrow = (text: string, targetPage: number): InlineKeyboardButton[] =>
    targetPage < 0 || targetPage >= pageCount(total) ? [] : [{ text, callback_data: turnTo(board, targetPage) }];
  return [
    ...windowTabs({ board, race, language, data: (target) => turnTo(target, 0) }),
    [...arrow(bot.buttons.previous, page - 1), refreshButton, ...arrow(bot.buttons.next, page + 1)],
    appRow,
  ];
}

/** The Mini App's page that shows the same board. */
function pageOf(board: BoardKey): AppPage {
  const target = boardTarget(board);
  return target.kind === "race" ? { page: "race", race: target.race } : { page: "leaderboard", period: target.period };
}
