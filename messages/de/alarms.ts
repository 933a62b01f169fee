import type { AlarmMessages } from "../alarm-messages.js";

export const alarms: AlarmMessages = {
  begun: "Hier wirst du gebraucht",
  lasting: "Hier wirst du noch immer gebraucht",
  over: "Alles wieder gut",
  source_silent: (source, since) =>
    `Von ${source} wurde seit ${since} nichts angenommen. Die Ranglisten zeigen die Verspätung an, und Rennen warten mit ihrem Ergebnis.`,
  ledger_off: (_subject, amount) =>
    `${amount} des Hauptbuchs sind durch seine Einträge nicht erklärt. Bis das klar ist, nichts abrechnen und nichts auszahlen.`,
  outbox_stuck: (_subject, since) => `Eine Nachricht an Telegram ist seit ${since} fällig.`,
  disk_full: (machine, left) =>
    `Auf der Festplatte von ${machine} sind noch ${left} frei. Ist sie voll, werden Einsätze abgewiesen, bis Platz ist.`,
  certificate: (host, reason) =>
    `Das Zertifikat von ${host} versagt: ${reason}. Casinos und Telegram können nichts mehr schicken.`,
  overText: {
    source_silent: (source) => `${source} ist wieder zu hören.`,
    ledger_off: () => "Das Hauptbuch geht auf.",
    outbox_stuck: () => "Nachrichten gehen pünktlich hinaus.",
    disk_full: (machine) => `${machine} hat wieder Platz auf der Festplatte.`,
    certificate: (host) => `Das Zertifikat von ${host} ist gut.`,
  },
  runbook: (section) => `Was zu tun ist: Runbook, ${section}`,
};
