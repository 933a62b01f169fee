import { alarms as german } from "./de/alarms.js";
import { alarms as english } from "./en/alarms.js";
import type { Locale } from "./locale.js";

export type AlarmMessages = typeof english;

const catalogues: Record<Locale, AlarmMessages> = { en: english, de: german };

/** What operators are told when the machine needs them. */
export function alarmMessages(locale: Locale): AlarmMessages {
  return catalogues[locale];
}
