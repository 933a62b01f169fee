import type { rewards as english } from "../en/mini-app-rewards.js";

export const rewards: typeof english = {
  title: "Belohnungen",
  lead: "Was du hier gewonnen hast und was es neben den Rennen zu verdienen gibt.",
  yours: "Deine",
  won: (places, wins) => `in Rennen gewonnen: ${places} Gewinnplätze, davon ${wins} erste`,
  nextTier: (name, amount) => `Nächste Stufe: ${name} ab ${amount}`,
  inbox: "Zu deinen Gewinnen",
  hindrance: {
    no_link: "Verknüpfe zuerst dein Casino-Konto: Belohnungen gehören Konten, die nachweislich deine sind.",
    break: "Du machst eine Pause: solange wird nichts für dich gewertet.",
    not_eligible: "Dein Konto nimmt an Belohnungen nicht teil.",
  },
  milestones: {
    title: "Meilensteine",
    explains: "Von selbst gewertet, jeder Schritt einmal. Du musst nie fragen.",
    periods: { day: "Heute", week: "Diese Woche", month: "Dieser Monat" },
    counted: (amount) => `${amount} gezählt`,
    next: (threshold, prize) => `Der Schritt bei ${threshold} bringt ${prize}`,
    all: "Alle Schritte sind erreicht.",
    until: (instant) => `bis ${instant}`,
    reached: "erreicht",
    every: (amount) => `dann alle ${amount}`,
  },
  tiers: {
    title: "Stufen",
    explains: "Aus allem, was deine verknüpften Konten bisher umgesetzt haben.",
    yours: "deine Stufe",
  },
  nothing: {
    title: "Zurzeit nichts",
    text: "Neben den Rennen gibt es gerade keine Belohnungen.",
  },
};
