import { plural } from "../format.js";
import type { rewards as english } from "../en/rewards.js";

const rules = new Intl.PluralRules("de");

export const rewards: typeof english = {
  title: "Belohnungen",
  lead: "Was es neben den Rennen zu verdienen gibt. Es wird von selbst gewertet; niemand muss fragen.",
  groupText: "Belohnungen gehören in den privaten Chat.",
  hindrance: {
    no_link: "Zuerst das Casino-Konto verknüpfen (/link): Belohnungen gehören nachgewiesenen Konten.",
    break: "Du machst eine Pause: solange wird nichts für dich gewertet.",
    not_eligible: "Dein Konto nimmt an Belohnungen nicht teil.",
  },
  nothingYet: "Zurzeit gibt es keine Belohnungen.",
  tier: (name) => `Deine Stufe: ${name}`,
  nextTier: (name, from) => `${name} beginnt bei ${from}`,
  highestTier: "Es ist die höchste.",
  milestones: "Meilensteine",
  progress: {
    day: (amount) => `${amount} heute gezählt`,
    week: (amount) => `${amount} diese Woche gezählt`,
    month: (amount) => `${amount} diesen Monat gezählt`,
  },
  reached: (count) => plural(rules, count, { one: "1 Schritt erreicht", other: `${count} Schritte erreicht` }),
  next: (threshold, prize) => `der Schritt bei ${threshold} bringt ${prize}`,
  prizes: "Meine Preise",
  refresh: "Aktualisieren",
  tierNews: (name) => `Deine Stufe ist jetzt ${name}`,
  tierNewsText: "Sie folgt aus allem, was deine verknüpften Konten bisher umgesetzt haben.",
  admin: {
    title: "Belohnungen",
    milestonesTitle: "Meilensteine",
    noMilestones:
      "Es sind keine Schritte eingerichtet. Die übliche Leiter ist ein Vorschlag: sie kostet echtes Geld, sobald jemand sie erreicht.",
    periods: { day: "Tag", week: "Woche", month: "Monat" },
    step: (period, threshold, prize) => `${period} ${threshold}: ${prize}`,
    repeats: (every) => `und wieder alle ${every}`,
    addTypical: "Übliche Leiter einrichten",
    addStep: "Schritt hinzufügen",
    askStep:
      "Zeitraum, Betrag und Preis in USD schreiben, zum Beispiel: Monat 10000 10\nMit Wiederholung: Monat 150000 alle 50000 50",
    unreadable: "Das kann ich nicht lesen. Ein Beispiel: Monat 10000 10",
    retire: (step) => `Beenden: ${step}`,
    exists: "Bei diesem Betrag gibt es schon einen Schritt.",
    tiersTitle: "Stufen",
    askTiers:
      "Die ganze Leiter schreiben, eine Stufe je Zeile, die niedrigste zuerst, zum Beispiel:\nCopper 0\nBronze 10000\nSilver 40000",
    editTiers: "Stufen ändern",
    badTiers: "Die Leiter beginnt bei 0, steigt an, und keine zwei Stufen heißen gleich.",
    back: "Belohnungen",
  },
};
