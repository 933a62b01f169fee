import { tg, type HtmlBlock, lines } from "./html.js";
import { dateTime, timeOfDay } from "./time.js";
import type { ViewLanguage } from "./view-language.js";

/** What every view of figures carries about their age. */
export interface DataAge {
  asOf: string | null;
  stale: boolean;
  version: number;
}

/** Each casino has its own age: of several views (at least one) the oldest, with the largest version. */
export function oldestOf(ages: readonly DataAge[]): DataAge {
  const oldest = ages.reduce((worst, each) => ((each.asOf ?? "") < (worst.asOf ?? "") ? each : worst));
  return {
    asOf: oldest.asOf,
    stale: ages.some(({ stale }) => stale),
    version: Math.max(...ages.map(({ version }) => version)),
  };
}

/** Warning when the source is late, and the instant and version the figures stand for. */
export function dataAge(data: DataAge, timeZone: string, language: ViewLanguage): HtmlBlock {
  const { shared } = language;
  const asOf = data.asOf === null ? undefined : new Date(data.asOf);
  if (asOf === undefined) {
    const footer = tg`<i>v${data.version}</i>`;
    return data.stale ? lines(tg`⚠️ ${shared.dataDelayedUnknown}`, footer) : footer;
  }
  const footer = tg`<i>${shared.asOf} ${timeOfDay(asOf, timeZone, language)} · v${data.version}</i>`;
  if (!data.stale) return footer;
  return lines(tg`⚠️ ${shared.dataDelayed} ${dateTime(asOf, timeZone, language)}.`, footer);
}
