/** The Mini App's page of rewards; part of the pages behind a tap. Amounts and dates arrive formatted. */
export const rewards = {
  title: "Rewards",
  lead: "What you have won here, and what there is to earn beside the races.",
  yours: "Yours",
  won: (places: string, wins: string): string => `won in races: ${places} paid places, ${wins} of them first`,
  nextTier: (name: string, amount: string): string => `Next tier: ${name} from ${amount}`,
  inbox: "Go to your prizes",
  hindrance: {
    no_link: "Link your casino account first: rewards belong to accounts that are proven to be yours.",
    break: "You take a break: nothing is counted for you meanwhile.",
    not_eligible: "Your account is not eligible for rewards.",
  },
  milestones: {
    title: "Milestones",
    explains: "Judged by itself, each step once. You never have to ask.",
    periods: { day: "Today", week: "This week", month: "This month" },
    counted: (amount: string): string => `${amount} counted`,
    next: (threshold: string, prize: string): string => `The step at ${threshold} brings ${prize}`,
    all: "Every step is reached.",
    until: (instant: string): string => `until ${instant}`,
    reached: "reached",
    every: (amount: string): string => `then every ${amount}`,
  },
  tiers: {
    title: "Levels",
    explains: "From everything that your linked accounts have wagered so far.",
    yours: "your level",
  },
  nothing: {
    title: "Nothing on offer",
    text: "There are no rewards beside the races at the moment.",
  },
};
