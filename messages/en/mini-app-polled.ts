import { formatsFor, plural } from "../format.js";

const rules = new Intl.PluralRules("en");
const formats = formatsFor("en");
const count = (value: number, one: string, other: string): string =>
  `${formats.count(value)} ${plural(rules, value, { one, other })}`;

/** Casinos that are asked for their totals, and lists that are uploaded; what is older is in mini-app-desks.ts. */
export const miniAppPolled = {
  polled: {
    adapter: "Casino",
    adapterOf: { goated: "Goated", rainbet: "Rainbet", roobet: "Roobet", "stake-csv": "Stake (list)" },
    address: "Address",
    lastAsked: "Asked last",
    credentialSet: "Set",
    noCredential: "None",
    failures: (n: number): string => `${count(n, "failure", "failures")} in a row`,
    failureKind: {
      auth: "access refused",
      "rate-limited": "asked too often",
      unavailable: "no answer",
      "bad-shape": "answer cannot be read",
      "bad-request": "question refused",
    },
    brake: "The casino is only asked now and then until it answers again.",
    changeInterval: "Interval",
    intervalSeconds: "Ask every so many seconds",
    intervalHint: (least: string): string => `At most once in ${least}; the next question comes at once.`,
    ordered: (instant: string): string => `Will be asked at ${instant}; the answer appears here.`,
    figures: {
      rows: "Players now",
      total: "Total now",
      rowsBefore: "Players before",
      totalBefore: "Total before",
      polls: "Answers long",
      wagered: "Wagered meanwhile",
      short: "Short by",
      of: "Of",
      players: "Players",
      amount: "Amount",
      seconds: "Seconds",
    },
  },
  upload: {
    title: "Lists that are uploaded",
    lead: "Export the totals at the casino as CSV, with the columns username and wager. First you see what would change.",
    last: "Newest list",
    never: "No list has been uploaded yet.",
    choose: "List (CSV)",
    tooLong: "The list is too long: 4 million letters at the most.",
    difference: "What would change",
    rows: "Players in the list",
    added: "New players",
    changed: "Changed",
    unchanged: "Unchanged",
    missing: "Not in the list",
    missingNote: "They keep their totals.",
    sum: "Change of known players",
    before: "Before",
    after: "After",
    change: "Change",
    largest: (n: number): string => `The ${formats.count(n)} largest changes.`,
    nothing: "Nothing would change.",
    apply: "Record the list",
    applyAsk: "The totals of the list count from then on, just as they are.",
    asOf: "Made at the casino at (your time zone)",
    asOfHint: "Empty: now. Wagers are placed between the list before and this moment.",
    other: "Another list",
    done: (rows: string): string => `Recorded: ${rows} players.`,
  },
};

export type MiniAppPolledMessages = typeof miniAppPolled;
