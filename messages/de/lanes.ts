import type { lanes as english } from "../en/lanes.js";
import { squads } from "./squads.js";

export const lanes: typeof english = {
  title: "Sonderwertungen",
  lead: "Gewinne für Spieler, die in der Haupttabelle leer ausgehen.",
  between: (from, below) => `für alle mit ${from} bis unter ${below} Einsatz im Monat davor`,
  from: (amount) => `für alle mit mindestens ${amount} Einsatz im Monat davor`,
  below: (amount) => `für alle mit weniger als ${amount} Einsatz im Monat davor`,
  improvement: "zählt, was über deinem Einsatz im gleich langen Zeitraum vor dem Rennen liegt",
  cap: (amount) => `zählt bei jedem Spieler bis ${amount}`,
  nobody: "Noch nimmt niemand teil.",
  squads,
};
