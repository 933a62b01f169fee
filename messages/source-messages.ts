import { sources as german } from "./de/sources.js";
import { sources as english } from "./en/sources.js";
import type { Locale } from "./locale.js";

export type SourceMessages = typeof english;

const catalogues: Record<Locale, SourceMessages> = { en: english, de: german };

/** What people with rights are told of casinos that are asked for their totals. */
export function sourceMessages(locale: Locale): SourceMessages {
  return catalogues[locale];
}
