import { news as german } from "./de/news.js";
import { news as english } from "./en/news.js";
import type { Locale } from "./locale.js";

export type NewsMessages = typeof english;

const catalogues: Record<Locale, NewsMessages> = { en: english, de: german };

/** What the bot says by itself. */
export function newsMessages(locale: Locale): NewsMessages {
  return catalogues[locale];
}
