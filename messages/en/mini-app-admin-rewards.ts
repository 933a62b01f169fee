import { rewards } from "./rewards.js";

const { admin } = rewards;

/** The administrators' page of rewards; for the same things it has the words of the bot's panels. */
export const miniAppAdminRewards = {
  title: admin.title,
  lead: "What is given beside the races: what waits for a check, what runs, and what it costs.",
  entries: {
    title: admin.queueTitle,
    none: admin.queueEmpty,
    task: rewards.challenges.task,
    minBet: "Smallest bet",
    prize: "Prize",
    left: "Prizes left",
    person: "Person",
    accountId: "Account at the casino",
    openBet: admin.openBet,
    accept: admin.accept,
    acceptAsk: (name: string, prize: string): string => `${name} is owed ${prize}. It goes to the payouts.`,
    acceptAskPlain: (name: string): string => `${name} is owed the prize. It goes to the payouts.`,
    reject: admin.reject,
    askRejection: admin.askRejection,
    own: admin.ownEntry,
  },
};

export type MiniAppAdminRewardsMessages = typeof miniAppAdminRewards;
