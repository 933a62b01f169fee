/** What stands against settling a race over polled casinos. Plain text, as in `bot.ts`. */
export const sources = {
  doubtful: (source: string, field: string): string =>
    `${source} contradicted itself at a boundary of the race${field === "" ? "" : ` (${field})`}.`,
  held: (source: string): string => `An implausible answer of ${source} waits to be accepted or dropped.`,
  windowNotAsked: (source: string): string => `${source} has not told its own figures for the race yet.`,
  playerMissing: (rank: number, player: string): string =>
    `Place ${rank}, ${player}: missing from the newest answers of the casino.`,
  correctedAfterEnd: (rank: number, player: string, amount: string): string =>
    `Place ${rank}, ${player}: ${amount} was taken back after the end and may belong to the race.`,
};
