import { plural } from "../format.js";

const rules = new Intl.PluralRules("en");

/** What the bot says about rewards beside the races. Amounts and dates arrive formatted. */
export const rewards = {
  title: "Rewards",
  lead: "What there is to earn beside the races. It is judged by itself; you never have to ask.",
  groupText: "Rewards are between you and me: open the private chat.",
  hindrance: {
    no_link: "Link your casino account first (/link): rewards belong to proven accounts.",
    break: "You take a break: nothing is counted for you meanwhile.",
    not_eligible: "Your account is not eligible for rewards.",
  },
  nothingYet: "There are no rewards on offer at the moment.",
  tier: (name: string): string => `Your level: ${name}`,
  nextTier: (name: string, from: string): string => `${name} begins at ${from}`,
  highestTier: "It is the highest one.",
  milestones: "Milestones",
  progress: {
    day: (amount: string): string => `${amount} counted today`,
    week: (amount: string): string => `${amount} counted this week`,
    month: (amount: string): string => `${amount} counted this month`,
  },
  reached: (count: number): string => plural(rules, count, { one: "1 step reached", other: `${count} steps reached` }),
  next: (threshold: string, prize: string): string => `the step at ${threshold} brings ${prize}`,
  prizes: "My prizes",
  refresh: "Refresh",
  tierNews: (name: string): string => `Your level is now ${name}`,
  tierNewsText: "It comes from everything your linked accounts have wagered so far.",
  admin: {
    title: "Rewards",
    milestonesTitle: "Milestones",
    noMilestones: "No steps are set up. The usual ladder is an offer: it costs real money once somebody reaches it.",
    periods: { day: "Day", week: "Week", month: "Month" },
    step: (period: string, threshold: string, prize: string): string => `${period} ${threshold}: ${prize}`,
    repeats: (every: string): string => `and again every ${every}`,
    addTypical: "Set up the usual ladder",
    addStep: "Add a step",
    askStep:
      "Write period, amount and prize in USD, such as: month 10000 10\nWith a repeating step: month 150000 every 50000 50",
    unreadable: "I cannot read that. An example: month 10000 10",
    retire: (step: string): string => `End ${step}`,
    exists: "There is a step at this amount already.",
    tiersTitle: "Levels",
    askTiers: "Write the whole ladder, one level a line, lowest first, such as:\nCopper 0\nBronze 10000\nSilver 40000",
    editTiers: "Change the levels",
    badTiers: "The ladder begins at 0, ascends, and no two levels share a name.",
    back: "Rewards",
  },
};
