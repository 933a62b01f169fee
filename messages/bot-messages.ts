import { bot as german } from "./de/bot.js";
import { bot as english } from "./en/bot.js";
import type { Locale } from "./locale.js";

export type BotMessages = typeof english;

const catalogues: Record<Locale, BotMessages> = { en: english, de: german };

/** Kept apart from the shared words, so that the Mini App's bundle does not carry the bot's texts. */
export function botMessages(locale: Locale): BotMessages {
  return catalogues[locale];
}
