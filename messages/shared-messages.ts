import { shared as german } from "./de/shared.js";
import { shared as english } from "./en/shared.js";
import type { Locale } from "./locale.js";

export type SharedMessages = typeof english;

const catalogues: Record<Locale, SharedMessages> = { en: english, de: german };

export function sharedMessages(locale: Locale): SharedMessages {
  return catalogues[locale];
}
