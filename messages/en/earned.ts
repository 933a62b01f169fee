const PERIODS = { day: "on", week: "in the week from", month: "in the month from" };

/** What a prize beside a race's places is for, in bot and Mini App alike. Amounts and dates arrive formatted. */
export const earned = {
  /** A step of a calendar period. */
  step: (amount: string, period: keyof typeof PERIODS, from: string): string =>
    `Milestone of ${amount} ${PERIODS[period]} ${from}`,
  kinds: {
    milestone: "Milestone",
    code: "Drop",
    challenge: "Challenge",
    raffle: "Raffle",
    lane: "Race lane",
    prediction: "Prediction",
  },
};
