import { plural } from "../format.js";

const rules = new Intl.PluralRules("en");

/** What the Mini App says of past winners. Amounts and dates arrive formatted. */
export const miniAppFame = {
  title: "Hall of fame",
  champions: "Most races won",
  wins: (count: number): string => `${count} ${plural(rules, count, { one: "win", other: "wins" })}`,
  lastWon: (date: string): string => `last on ${date}`,
  winners: "Latest winners",
  earlier: "Earlier winners",
  earlierNote: "From before these pages, as the operator tells of them. There is no file to check them by.",
};

export type MiniAppFameMessages = typeof miniAppFame;
