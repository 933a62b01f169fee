import { type BotMessages, botMessages } from "../../messages/bot-messages.js";
import { type Formats, formatsFor } from "../../messages/format.js";
import type { Locale } from "../../messages/locale.js";
import { type SharedMessages, sharedMessages } from "../../messages/shared-messages.js";

/** Everything a renderer needs to speak one language. */
export interface ViewLanguage {
  locale: Locale;
  shared: SharedMessages;
  bot: BotMessages;
  formats: Formats;
}

export function viewLanguage(locale: Locale): ViewLanguage {
  return { locale, shared: sharedMessages(locale), bot: botMessages(locale), formats: formatsFor(locale) };
}
