import type { shared as english } from "../en/shared.js";
import { formatsFor, plural } from "../format.js";

const rules = new Intl.PluralRules("de");
const formats = formatsFor("de");

export const shared: typeof english = {
  languageName: "Deutsch",
  status: {
    draft: "Entwurf",
    scheduled: "Noch nicht gestartet",
    live: "Läuft",
    settling: "Beendet, wird ausgezählt",
    provisional: "Vorläufiges Ergebnis",
    final: "Endgültiges Ergebnis",
    paid: "Endgültiges Ergebnis, ausgezahlt",
    void: "Abgesagt",
  },
  period: {
    day: "Heute",
    week: "Diese Woche",
    month: "Dieser Monat",
    "all-time": "Gesamt",
  },
  periodShort: {
    day: "Tag",
    week: "Woche",
    month: "Monat",
    "all-time": "Gesamt",
  },
  race: "Rennen",
  prizePool: "Preistopf",
  starts: "Beginn",
  ends: "Ende",
  ended: "Beendet",
  rank: "Rang",
  wagered: "Umsatz",
  prizeNow: "Preis auf diesem Rang",
  prize: "Preis",
  adjusted: "von Hand berichtigt",
  players: (count) => `${formats.count(count)} Spieler`,
  rankOf: (rank, total) => `${formats.count(rank)} von ${formats.count(total)}`,
  gapUp: "Abstand zum Platz davor",
  gapDown: "Vorsprung auf den Platz dahinter",
  nextPaidRank: (rank) => `Abstand zur nächsten Preisstufe, Rang ${formats.count(rank)}`,
  projection: "Beim bisherigen Tempo am Ende",
  asOf: "Stand",
  dataDelayed: "Daten verzögert. Die neuesten Zahlen sind von",
  dataDelayedUnknown: "Daten verzögert. Noch sind keine Zahlen eingetroffen.",
  noWagersYet: "Noch kein gewerteter Umsatz.",
  more: (count) =>
    `und ${formats.count(count)} ${plural(rules, count, { one: "weiterer Spieler", other: "weitere Spieler" })}`,
};
