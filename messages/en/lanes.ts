import { squads } from "./squads.js";

/** Prizes beside a race's main table, in bot and Mini App alike. Amounts arrive formatted. */
export const lanes = {
  title: "Lanes",
  lead: "Prizes for players who have none of the main table.",
  /** Who takes part, by the calendar month before the race. */
  between: (from: string, below: string): string => `for who wagered ${from} up to ${below} in the month before`,
  from: (amount: string): string => `for who wagered ${amount} or more in the month before`,
  below: (amount: string): string => `for who wagered less than ${amount} in the month before`,
  /** What counts. */
  improvement: "counts what is above your wager of the same length of time before the race",
  cap: (amount: string): string => `counts up to ${amount} of each player`,
  nobody: "Nobody takes part yet.",
  squads,
};
