import type { alarms as english } from "../en/alarms.js";

export const alarms: typeof english = {
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
  source_auth: (source, since) =>
    `${source} nimmt unsere Zugangsdaten seit ${since} nicht mehr an. Bis es neue gibt, werden die letzten guten Daten als verspätet gezeigt.`,
  source_failing: (source, since) =>
    `${source} hat seit ${since} keine brauchbare Antwort gegeben und wird jetzt seltener gefragt; die letzten guten Daten werden als verspätet gezeigt.`,
  snapshot_held: (source, sizes) =>
    `Eine Antwort von ${source} ist unglaubwürdig und liegt beiseite (Zeilen und Summe: ${sizes}). Annehmen oder verwerfen; noch zählt nichts davon.`,
  counter_frozen: (counter, amount) =>
    `${counter} steht still, während ${amount} gesetzt wurden. Punkte kommen aus all_time und stimmen, solange nicht gerade das stillsteht.`,
  counter_contradicts: (counter, amount) =>
    `${counter} weicht um ${amount} von den übrigen Angaben der Quelle ab, in mehreren Antworten nacheinander.`,
  totals_fell: (source, amount) =>
    `Summen von ${source} sind innerhalb eines Tages um ${amount} gefallen. Die Punkte sind mitgegangen.`,
  late_joiner: (source, amount) =>
    `Neue Spieler von ${source} kamen mit ${amount} früherem Einsatz. Rennen, die nach Neuen fragen, warten auf die Entscheidung.`,
  rows_missing: (source, players) =>
    `${players} bekannte Spieler fehlen in den Antworten von ${source}. Ihre Summen bleiben, neue Einsätze sieht niemand.`,
  revalued: (source, amount) =>
    `${source} hat sich um ${amount} verändert, ohne dass gespielt wurde: Es wird zu Münzkursen bewertet. Kein Punkt hängt daran.`,
  source_slow: (source, since) => `${source} braucht ${since} für eine Antwort.`,
  overText: {
    source_silent: (source) => `${source} ist wieder zu hören.`,
    ledger_off: () => "Das Hauptbuch geht auf.",
    outbox_stuck: () => "Nachrichten gehen pünktlich hinaus.",
    disk_full: (machine) => `${machine} hat wieder Platz auf der Festplatte.`,
    certificate: (host) => `Das Zertifikat von ${host} ist gut.`,
    source_auth: (source) => `${source} nimmt unsere Zugangsdaten an.`,
    source_failing: (source) => `${source} antwortet wieder.`,
    snapshot_held: (source) => `Von ${source} liegt keine Antwort mehr beiseite.`,
    counter_frozen: (counter) => `${counter} läuft wieder.`,
    counter_contradicts: (counter) => `${counter} passt wieder zu den übrigen Angaben.`,
    totals_fell: (source) => `Summen von ${source} sind seit einem Tag nicht gefallen.`,
    late_joiner: (source) => `Zu ${source} kam seit einem Tag niemand mit früherem Einsatz.`,
    rows_missing: (source) => `Alle bekannten Spieler von ${source} sind in den Antworten.`,
    revalued: (source) => `${source} wird stetig bewertet.`,
    source_slow: (source) => `${source} antwortet so schnell wie sonst.`,
  },
  runbook: (section) => `Was zu tun ist: Runbook, ${section}`,
};
