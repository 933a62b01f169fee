import { tg, type HtmlBlock } from "./html.js";
import type { ViewLanguage } from "./view-language.js";

/** `tg-time` formats: day and time, time with seconds, or time from now (`r`), in the reader's own zone. */
type TimeFormat = "Dt" | "T" | "r";

/** Telegram shows the instant in the reader's zone; clients that cannot show `text`, which names its zone. */
function timeTag(instant: Date, format: TimeFormat, text: string): HtmlBlock {
  return tg`<tg-time unix="${Math.floor(instant.getTime() / 1000)}" format="${format}">${text}</tg-time>`;
}

export function dateTime(instant: Date, timeZone: string, language: ViewLanguage): HtmlBlock {
  return timeTag(instant, "Dt", language.formats.date(instant, { timeZone, withTime: true }));
}

export function timeOfDay(instant: Date, timeZone: string, language: ViewLanguage): HtmlBlock {
  return timeTag(instant, "T", language.formats.timeOfDay(instant, timeZone));
}

/** Distance from `now`; Telegram keeps it up to date in the message. */
export function timeFromNow(instant: Date, now: Date, language: ViewLanguage): HtmlBlock {
  return timeTag(instant, "r", language.formats.relative(instant.getTime() - now.getTime()));
}
