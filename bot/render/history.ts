import type { Race } from "../../wire/race.js";
import { type HtmlBlock, lines, paragraphs, tg } from "./html.js";
import { displayName } from "./names.js";
import { dateTime } from "./time.js";
import type { ViewLanguage } from "./view-language.js";

/** Finished races, newest first: when they ended, what they paid and how far their result is. */
export function history(races: readonly Race[], language: ViewLanguage): HtmlBlock {
  const { bot, shared, formats } = language;
  if (races.length === 0) return tg`${bot.historyEmpty}`;
  return paragraphs(
    tg`📜 <b>${bot.historyTitle}</b>`,
    ...races.map((race) => {
      const ended = dateTime(new Date(race.endsAt), race.timeZone, language);
      return lines(
        tg`<b>${displayName(race.title, 60)}</b>`,
        tg`${ended} · ${formats.money(race.prizePool)} · ${shared.status[race.status]}`,
      );
    }),
  );
}
