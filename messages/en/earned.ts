/** What a prize beside a race's places is for, in bot and Mini App alike. Amounts and dates arrive formatted. */
export const earned = {
  /** A step of a calendar period. */
  step: {
    day: (amount: string, from: string): string => `Milestone of ${amount} on ${from}`,
    week: (amount: string, from: string): string => `Milestone of ${amount} in the week from ${from}`,
    month: (amount: string, from: string): string => `Milestone of ${amount} in the month from ${from}`,
  },
  kinds: {
    milestone: "Milestone",
    code: "Drop",
    challenge: "Challenge",
    raffle: "Raffle",
    prediction: "Prediction",
  },
};
