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
  source_auth: (source: string, since: string): string =>
    `${source} no longer accepts our credential, for ${since}. Its last good data is shown as delayed until you give a new one.`,
  source_failing: (source: string, since: string): string =>
    `${source} has not given a usable answer for ${since}. It is asked less often now; its last good data is shown as delayed.`,
  snapshot_held: (source: string, sizes: string): string =>
    `An answer of ${source} is implausible and kept aside (rows and total: ${sizes}). Accept or drop it; nothing of it counts yet.`,
  counter_frozen: (counter: string, amount: string): string =>
    `${counter} stands still, while ${amount} was wagered. Scores come from all_time and are right unless it is the one that stands still.`,
  counter_contradicts: (counter: string, amount: string): string =>
    `${counter} is ${amount} away from what the source's other figures say, in several answers running.`,
  totals_fell: (source: string, amount: string): string =>
    `Totals of ${source} fell by ${amount} within a day. The scores have followed.`,
  late_joiner: (source: string, amount: string): string =>
    `New players of ${source} came with ${amount} of earlier wager. Races that ask about newcomers wait for your decision.`,
  rows_missing: (source: string, players: string): string =>
    `${players} known player(s) are missing from the answers of ${source}. They keep their totals, and new wager of theirs is not seen.`,
  revalued: (source: string, amount: string): string =>
    `${source} changed by ${amount} for players who did not play: it is valued at coin prices. No score depends on it.`,
  source_slow: (source: string, since: string): string => `${source} takes ${since} to answer.`,
  overText: {
    source_silent: (source: string): string => `${source} is heard again.`,
    ledger_off: (): string => "The ledger adds up.",
    outbox_stuck: (): string => "Messages go out on time.",
    disk_full: (machine: string): string => `${machine} has room on its disk.`,
    certificate: (host: string): string => `The certificate of ${host} is good.`,
    source_auth: (source: string): string => `${source} accepts our credential.`,
    source_failing: (source: string): string => `${source} answers again.`,
    snapshot_held: (source: string): string => `No answer of ${source} is kept aside any more.`,
    counter_frozen: (counter: string): string => `${counter} moves again.`,
    counter_contradicts: (counter: string): string => `${counter} agrees with the other figures.`,
    totals_fell: (source: string): string => `Totals of ${source} have not fallen for a day.`,
    late_joiner: (source: string): string => `Nobody new came to ${source} with earlier wager for a day.`,
    rows_missing: (source: string): string => `All known players of ${source} are in its answers.`,
    revalued: (source: string): string => `${source} is valued steadily.`,
    source_slow: (source: string): string => `${source} answers as quickly as usual.`,
  },
  runbook: (section: string): string => `What to do: runbook, ${section}`,
};
