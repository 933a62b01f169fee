import type { Period, RaceStatus } from "../../wire/race.js";
import { formatsFor, plural } from "../format.js";

const rules = new Intl.PluralRules("en");
const formats = formatsFor("en");

/** Words every surface uses: one word for one thing. */
export const shared = {
  languageName: "English",
  status: {
    draft: "Draft",
    scheduled: "Not started",
    live: "Live",
    settling: "Ended, being counted",
    provisional: "Provisional result",
    final: "Final result",
    paid: "Final result, paid",
    void: "Cancelled",
  } satisfies Record<RaceStatus, string>,
  period: {
    day: "Today",
    week: "This week",
    month: "This month",
    "all-time": "All time",
  } satisfies Record<Period, string>,
  /** For buttons, of which three stand side by side. */
  periodShort: {
    day: "Day",
    week: "Week",
    month: "Month",
    "all-time": "All time",
  } satisfies Record<Period, string>,
  race: "Race",
  prizePool: "Prize pool",
  starts: "Starts",
  ends: "Ends",
  ended: "Ended",
  rank: "Rank",
  wagered: "Wagered",
  prizeNow: "Prize at this rank",
  prize: "Prize",
  adjusted: "adjusted by hand",
  players: (count: number): string =>
    `${formats.count(count)} ${plural(rules, count, { one: "player", other: "players" })}`,
  rankOf: (rank: number, total: number): string => `${formats.count(rank)} of ${formats.count(total)}`,
  gapUp: "Gap to the place above",
  gapDown: "Ahead of the place below by",
  nextPaidRank: (rank: number): string => `Distance to the next prize step, rank ${formats.count(rank)}`,
  projection: "At the pace so far, by the end",
  asOf: "As of",
  dataDelayed: "Data delayed. Newest figures are from",
  dataDelayedUnknown: "Data delayed. No figures have arrived yet.",
  noWagersYet: "No counted wagers yet.",
  more: (count: number): string =>
    `and ${formats.count(count)} more ${plural(rules, count, { one: "player", other: "players" })}`,
};
