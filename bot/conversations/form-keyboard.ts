import type { InlineKeyboardButton } from "grammy/types";
import type { Keyboard } from "../answers.js";
import { CANCEL, type Form } from "./form.js";
import { formButton } from "./form-buttons.js";

/** The last row of every question. */
export function cancelRow({ language }: Form): Keyboard {
  return [[formButton(`✖️ ${language.bot.forms.cancel}`, CANCEL)]];
}

/** Two buttons a row: three labels of words do not fit a phone. */
export function pairs(buttons: readonly InlineKeyboardButton[]): Keyboard {
  return Array.from({ length: Math.ceil(buttons.length / 2) }, (_, row) => buttons.slice(row * 2, row * 2 + 2));
}
