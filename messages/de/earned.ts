import type { earned as english } from "../en/earned.js";

export const earned: typeof english = {
  step: {
    day: (amount, from) => `Meilenstein ${amount} am ${from}`,
    week: (amount, from) => `Meilenstein ${amount} in der Woche ab ${from}`,
    month: (amount, from) => `Meilenstein ${amount} im Monat ab ${from}`,
  },
  kinds: {
    milestone: "Meilenstein",
    code: "Drop",
    challenge: "Aufgabe",
    raffle: "Verlosung",
    prediction: "Tippspiel",
  },
};
