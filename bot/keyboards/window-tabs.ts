import type { InlineKeyboardButton } from "grammy/types";
import type { BoardKey } from "../../core/boards/live-boards.js";
import type { RaceId } from "../../wire/ids.js";
import type { ViewLanguage } from "../render/view-language.js";

/**
 * Buttons that change the window of a view; the present one carries a dot. The race stands first, while there is one.
 * @param data callback data that leads to a board
 */
export function windowTabs(options: {
  board: BoardKey;
  race: RaceId | undefined;
  language: ViewLanguage;
  data: (board: BoardKey) => string;
}): InlineKeyboardButton[][] {
  const { board, race, language, data } = options;
  const { shared } = language;
  const tab = (key: BoardKey, label: string): InlineKeyboardButton => ({
    text: key === board ? `• ${label}` : label,
    callback_data: data(key),
  });
  const first = race === undefined ? [] : [tab(`race:${race}`, shared.race)];
  return [
    [...first, tab("board:day", shared.periodShort.day), tab("board:week", shared.periodShort.week)],
    [tab("board:month", shared.periodShort.month), tab("board:all-time", shared.periodShort["all-time"])],
  ];
}
