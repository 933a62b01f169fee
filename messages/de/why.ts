import { formatsFor, plural } from "../format.js";
import type { why as english } from "../en/why.js";

const rules = new Intl.PluralRules("de");
const formats = formatsFor("de");
const counted = (count: number, one: string, other: string): string =>
  `${formats.count(count)} ${plural(rules, count, { one, other })}`;

export const why: typeof english = {
  title: (race) => `Warum dieser Platz: ${race}`,
  button: "Warum dieser Platz?",
  part: {
    wager: (count) => counted(count, "Einsatz", "Einsätze"),
    snapshot: (count) => counted(count, "Anstieg der Gesamtsumme", "Anstiege der Gesamtsumme"),
    correction: (count) => counted(count, "Korrektur des Casinos", "Korrekturen des Casinos"),
    adjustment: (count) => counted(count, "Anpassung von Hand", "Anpassungen von Hand"),
  },
  weighted: (wagered) => `Spiele zählen hier verschieden: ${wagered} gesetzt`,
  capped: (cap) => `Mehr als ${cap} zählt hier nicht`,
  together: "Gezählt",
  between: "Erster und letzter Einsatz",
  unranked: "Nicht in der Wertung.",
  verdict: {
    excluded:
      "Dieses Konto bleibt außer Wertung: als Mitarbeiter, wegen einer Pause oder auf Beschluss des Betreibers.",
    require_link: "Dieses Rennen wertet nur Konten, die bei seinem Ende verknüpft waren.",
    min_wager: "Kein Preis: Es wurde weniger gesetzt, als dieses Rennen verlangt.",
    newcomer: "Was das Konto gesetzt hatte, bevor es zum ersten Mal gesehen wurde, zählt nicht.",
  },
  soFar: "So weit gezählt. Nach dem Ende wird das Ergebnis aus denselben Einsätzen gezählt.",
  ofResult: (version) => `Wie gezählt in Fassung ${formats.count(version)} des Ergebnisses.`,
};
