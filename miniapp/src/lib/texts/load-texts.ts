import { miniApp as english, type MiniAppMessages } from "../../../../messages/en/mini-app.js";
import { resolveLocale, type Locale } from "../../../../messages/locale.js";

export interface Localisation {
  texts: MiniAppMessages;
  /** Language of the texts, for numbers and money. */
  locale: Locale;
  /** The same language with the reader's region if he has one, for dates: `en-GB` reads 23:59, `en-US` 11:59 PM. */
  dateLocale: string;
}

/** English is in the first JavaScript; other languages are fetched when wanted. */
const others: Record<Exclude<Locale, "en">, () => Promise<MiniAppMessages>> = {
  de: async () => (await import("../../../../messages/de/mini-app.js")).miniApp,
};

/** Language, script and region of BCP 47: what Intl takes without complaint. */
const WELL_FORMED = /^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?$/;

function regionOf(locale: Locale, tags: readonly string[]): string {
  const tag = tags.find(
    (wanted) => wanted.includes("-") && resolveLocale(wanted) === locale && wanted.startsWith(locale),
  );
  // Whether the device knows the region is not asked: Intl takes the language alone when it does not, and the question
  // makes it read the list of all languages, 70 ms of a cold start on a cheap phone.
  return tag ?? locale;
}

/**
 * Texts for the person: Telegram's language, else the browser's, else English.
 * @param wanted tags in order of preference, as Telegram or the browser writes them
 */
export async function loadTexts(wanted: readonly (string | undefined)[]): Promise<Localisation> {
  const tags = wanted.flatMap(languageTag);
  const locale = resolveLocale(tags[0]);
  const dateLocale = regionOf(locale, tags);
  if (locale === "en") return { texts: english, locale, dateLocale };
  // A language that does not load must not keep the board away.
  const texts = await others[locale]().catch(() => undefined);
  return texts === undefined ? { texts: english, locale: "en", dateLocale: "en" } : { texts, locale, dateLocale };
}

/** Some systems give their locale instead of a language tag (`en-US@posix`), and Intl throws on it. */
function languageTag(given: string | undefined): string[] {
  const tag = given?.replace(/[@.].*$/, "").replaceAll("_", "-");
  return tag !== undefined && WELL_FORMED.test(tag) ? [tag] : [];
}
