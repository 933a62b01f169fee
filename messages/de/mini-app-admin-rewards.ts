import type { MiniAppAdminRewardsMessages } from "../en/mini-app-admin-rewards.js";
import { rewards } from "./rewards.js";

const { admin } = rewards;

/** Die Seite der Verwaltung über Belohnungen; für dieselben Dinge hat sie die Worte des Bots. */
export const miniAppAdminRewards: MiniAppAdminRewardsMessages = {
  title: admin.title,
  lead: "Was es neben den Rennen gibt: was geprüft werden muss, was läuft und was es kostet.",
  entries: {
    title: admin.queueTitle,
    none: admin.queueEmpty,
    task: rewards.challenges.task,
    minBet: "Kleinster Einsatz",
    prize: "Preis",
    left: "Noch zu vergeben",
    person: "Person",
    accountId: "Konto beim Casino",
    openBet: admin.openBet,
    accept: admin.accept,
    acceptAsk: (name, prize) => `${name} bekommt ${prize}. Es geht zu den Auszahlungen.`,
    acceptAskPlain: (name) => `${name} bekommt den Preis. Er geht zu den Auszahlungen.`,
    reject: admin.reject,
    askRejection: admin.askRejection,
    own: admin.ownEntry,
  },
};
