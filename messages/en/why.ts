import { formatsFor, plural } from "../format.js";

const rules = new Intl.PluralRules("en");
const formats = formatsFor("en");
const counted = (count: number, one: string, other: string): string =>
  `${formats.count(count)} ${plural(rules, count, { one, other })}`;

/** How a score came about. Amounts arrive formatted. */
export const why = {
  title: (race: string): string => `Why this place: ${race}`,
  button: "Why this place?",
  part: {
    wager: (count: number): string => counted(count, "wager", "wagers"),
    snapshot: (count: number): string => counted(count, "rise of your total", "rises of your total"),
    correction: (count: number): string => counted(count, "correction by the casino", "corrections by the casino"),
    adjustment: (count: number): string => counted(count, "adjustment by hand", "adjustments by hand"),
  },
  weighted: (wagered: string): string => `Games count differently here: ${wagered} wagered`,
  capped: (cap: string): string => `More than ${cap} does not count here`,
  together: "Counted",
  between: "First and last wager",
  unranked: "Not in the ranking.",
  verdict: {
    excluded: "This account is left out of the ranking: its owner is staff or on a break, or the operator decided so.",
    require_link: "This race ranks only accounts that were linked when it ended.",
    min_wager: "No prize: the score is below what this race asks for.",
    newcomer: "What the account had wagered before it was first seen does not count.",
  },
  soFar: "As counted so far. After the end the result is counted from the same wagers.",
  ofResult: (version: number): string => `As counted in version ${formats.count(version)} of the result.`,
};
