import type { MiniAppPagesMessages } from "../../../../../messages/en/mini-app-pages.js";
import type { Locale } from "../../../../../messages/locale.js";
import type { Race } from "../../../../../wire/race.js";
import { formatInstant } from "../../../lib/duration.js";
import { formatPrize, isZero } from "../../../lib/money-format.js";

interface Language {
  rules: MiniAppPagesMessages["rules"];
  locale: Locale;
  dateLocale: string;
}

function countedGames(weights: Race["rules"]["weights"], { rules, locale }: Language): string[] {
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  const parts = Object.entries(weights).map(([category, weight]) =>
    rules.weight(category, percent.format(Number(weight))),
  );
  return parts.length === 0 ? [rules.allGames] : [...parts, rules.otherGames];
}

/** How the pool grows, and what its places ask for. */
function poolRules({ rules: { growth, floors = [] } }: Race, { rules, locale }: Language): string[] {
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 4 });
  return [
    ...(growth === undefined
      ? []
      : [rules.growth(percent.format(Number(growth.share)), formatPrize(growth.limit, locale))]),
    ...floors.map((floor, at) => rules.floor(at + 1, formatPrize(floor, locale))),
    ...(floors.length === 0 ? [] : [rules.belowFloor]),
  ];
}

/** A race's rules as sentences for players, in the order in which they matter to them. */
export function rulesText(race: Race, language: Language): string[] {
  const { rules, locale, dateLocale } = language;
  const {
    sources,
    weights,
    cap,
    requireLink,
    newcomers,
    graceMinutes,
    disputeHours,
    claimDays = 30,
    unclaimed = "return",
  } = race.rules;
  return [
    rules.window(formatInstant(race.startsAt, dateLocale), formatInstant(race.endsAt, dateLocale)),
    sources === null ? rules.allSources : rules.sources(sources.join(", ")),
    ...countedGames(weights, language),
    ...(cap === null ? [] : [rules.cap(formatPrize(cap, locale))]),
    ...(isZero(race.minWager) ? [] : [rules.minWager(formatPrize(race.minWager, locale))]),
    ...poolRules(race, language),
    race.tieRule === "split" ? rules.tieSplit : rules.tieFirst,
    rules.newcomers[newcomers],
    requireLink ? rules.linkToRank : rules.linkToClaim,
    ...(graceMinutes === 0 ? [] : [rules.grace(graceMinutes)]),
    disputeHours === 0 ? rules.noDispute : rules.dispute(disputeHours),
    rules.claimDays(claimDays),
    rules.unclaimed[unclaimed],
  ];
}
