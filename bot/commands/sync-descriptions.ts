import type { Api } from "grammy";
import { DEFAULT_LOCALE, LOCALES } from "../../messages/locale.js";
import { newsMessages } from "../../messages/news-messages.js";

/** Telegram's limits of the two texts. */
const MAX_DESCRIPTION = 512;
const MAX_SHORT = 120;

/**
 * Publishes what people read before they start the bot, and in its profile, for each language; only what differs from
 * what Telegram has is written. English stands for all other languages.
 * @returns how many texts were written
 */
export async function syncDescriptions(api: Api, community: string): Promise<number> {
  let written = 0;
  for (const locale of LOCALES) {
    const language = locale === DEFAULT_LOCALE ? {} : { language_code: locale };
    const { description, short } = newsMessages(locale).profile;
    const wanted = { long: cut(description(community), MAX_DESCRIPTION), short: cut(short(community), MAX_SHORT) };
    if ((await api.getMyDescription(language)).description !== wanted.long) {
      await api.setMyDescription(wanted.long, language);
      written += 1;
    }
    if ((await api.getMyShortDescription(language)).short_description !== wanted.short) {
      await api.setMyShortDescription(wanted.short, language);
      written += 1;
    }
  }
  return written;
}

/** A long name of a community must not make Telegram refuse the text. */
function cut(text: string, most: number): string {
  const letters = Array.from(text);
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}
