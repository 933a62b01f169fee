/** Languages with a complete catalogue. A language is data: a folder beside `en/` and an entry here. */
export const LOCALES = ["en", "de"] as const;
export type Locale = (typeof LOCALES)[number];

export const DEFAULT_LOCALE: Locale = "en";

export function isLocale(text: string): text is Locale {
  return LOCALES.some((locale) => locale === text);
}

/**
 * The catalogue for an IETF tag as Telegram and browsers send it (`de`, `de-AT`, `pt-br`): the tag's language when we
 * have it, else English.
 */
export function resolveLocale(tag: string | null | undefined): Locale {
  const language = tag?.toLowerCase().split(/[-_]/)[0] ?? "";
  return isLocale(language) ? language : DEFAULT_LOCALE;
}
