import type { MiniAppPolledMessages } from "../en/mini-app-polled.js";
import { formatsFor, plural } from "../format.js";

const rules = new Intl.PluralRules("de");
const formats = formatsFor("de");
const count = (value: number, one: string, other: string): string =>
  `${formats.count(value)} ${plural(rules, value, { one, other })}`;

/** Casinos, die nach ihren Summen gefragt werden, und Listen, die hochgeladen werden; Älteres steht in mini-app-desks.ts. */
export const miniAppPolled: MiniAppPolledMessages = {
  polled: {
    adapter: "Casino",
    adapterOf: { goated: "Goated", rainbet: "Rainbet", roobet: "Roobet", "stake-csv": "Stake (Liste)" },
    address: "Adresse",
    lastAsked: "Zuletzt gefragt",
    credentialSet: "Hinterlegt",
    noCredential: "Keiner",
    failures: (n: number): string => `${count(n, "Fehlschlag", "Fehlschläge")} in Folge`,
    failureKind: {
      auth: "Zugang verweigert",
      "rate-limited": "zu oft gefragt",
      unavailable: "keine Antwort",
      "bad-shape": "Antwort nicht lesbar",
      "bad-request": "Frage abgewiesen",
    },
    brake: "Das Casino wird nur noch ab und zu gefragt, bis es wieder antwortet.",
    changeInterval: "Abstand",
    intervalSeconds: "Alle so viele Sekunden fragen",
    intervalHint: (least: string): string => `Höchstens einmal in ${least}; die nächste Frage kommt sofort.`,
    ordered: (instant: string): string => `Wird um ${instant} gefragt; die Antwort erscheint hier.`,
    figures: {
      rows: "Spieler jetzt",
      total: "Summe jetzt",
      rowsBefore: "Spieler vorher",
      totalBefore: "Summe vorher",
      polls: "Antworten lang",
      wagered: "Umsatz derweil",
      short: "Es fehlen",
      of: "Von",
      players: "Spieler",
      amount: "Betrag",
      seconds: "Sekunden",
    },
  },
  upload: {
    title: "Listen zum Hochladen",
    lead: "Die Summen beim Casino als CSV ausgeben, mit den Spalten username und wager. Zuerst ist zu sehen, was sich ändern würde.",
    last: "Neueste Liste",
    never: "Noch wurde keine Liste hochgeladen.",
    choose: "Liste (CSV)",
    tooLong: "Die Liste ist zu lang: höchstens 4 Millionen Zeichen.",
    difference: "Was sich ändern würde",
    rows: "Spieler in der Liste",
    added: "Neue Spieler",
    changed: "Geändert",
    unchanged: "Unverändert",
    missing: "Nicht in der Liste",
    missingNote: "Sie behalten ihre Summen.",
    sum: "Änderung bekannter Spieler",
    before: "Vorher",
    after: "Nachher",
    change: "Änderung",
    largest: (n: number): string => `Die ${formats.count(n)} größten Änderungen.`,
    nothing: "Nichts würde sich ändern.",
    apply: "Liste eintragen",
    applyAsk: "Die Summen der Liste zählen von da an, so wie sie sind.",
    asOf: "Beim Casino erstellt (deine Zeitzone)",
    asOfHint: "Leer: jetzt. Umsätze liegen zwischen der Liste davor und diesem Zeitpunkt.",
    other: "Andere Liste",
    done: (rows: string): string => `Eingetragen: ${rows} Spieler.`,
  },
};
