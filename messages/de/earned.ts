import type { earned as english } from "../en/earned.js";

const PERIODS = { day: "am", week: "in der Woche ab", month: "im Monat ab" };

export const earned: typeof english = {
  step: (amount, period, from) => `Meilenstein ${amount} ${PERIODS[period]} ${from}`,
  kinds: {
    milestone: "Meilenstein",
    code: "Drop",
    challenge: "Aufgabe",
    raffle: "Verlosung",
    lane: "Sonderwertung",
    prediction: "Tippspiel",
  },
};
