/** What the bot tells owners and administrators in private when the machine needs them. Plain text, as in `bot.ts`. */
export const alarms = {
  begun: "Something needs you",
  lasting: "This still needs you",
  over: "All is well again",
  source_silent: (source: string, since: string): string =>
    `Nothing was accepted from ${source} for ${since}. Its boards say that they are delayed, and races over it wait with their result.`,
  ledger_off: (_subject: string, amount: string): string =>
    `${amount} of the ledger is not explained by its entries. Settle and pay nothing until it is clear.`,
  outbox_stuck: (_subject: string, since: string): string => `A message to Telegram has been due for ${since}.`,
  disk_full: (machine: string, left: string): string =>
    `${machine} has ${left} left on its disk. When it is full, wagers are refused until there is room.`,
  certificate: (host: string, reason: string): string =>
    `The certificate of ${host} fails: ${reason}. Casinos and Telegram stop posting.`,
  overText: {
    source_silent: (source: string): string => `${source} is heard again.`,
    ledger_off: (): string => "The ledger adds up.",
    outbox_stuck: (): string => "Messages go out on time.",
    disk_full: (machine: string): string => `${machine} has room on its disk.`,
    certificate: (host: string): string => `The certificate of ${host} is good.`,
  },
  runbook: (section: string): string => `What to do: runbook, ${section}`,
};
