import { plural } from "../format.js";
import type { MiniAppPagesMessages } from "../en/mini-app-pages.js";

const rules = new Intl.PluralRules("de");

export const miniAppPages = {
  verify: {
    title: "Ergebnis prüfen",
    lead: "Dein Gerät wiederholt die Rechnung aus der veröffentlichten Datei. Nichts davon wird einfach geglaubt.",
    checking: "Wird geprüft",
    goodTitle: "Das Ergebnis stimmt",
    good: (checks) => `Alle ${checks} Prüfungen auf diesem Gerät kommen zum selben Ergebnis.`,
    badTitle: "Die Datei stimmt nicht",
    bad: (failed, checks) => `${failed} von ${checks} Prüfungen kommen zu einem anderen Ergebnis.`,
    notYetTitle: "Noch kein Ergebnis",
    notYet:
      "Die Datei wird veröffentlicht, wenn die letzten Einsätze gezählt sind. Beim nächsten Besuch ist sie von selbst hier.",
    tooLargeTitle: "Eine Datei für den Computer",
    tooLarge: (players) =>
      `Dieses Ergebnis führt ${players} Spieler auf, mehr als ein Telefon laden sollte. Lade es herunter und prüfe es mit der Kommandozeile, oder lege es hier auf einem Computer ab.`,
    failedTitle: "Die Datei wurde nicht geladen",
    failed: "Ohne sie lässt sich nichts prüfen. Das Ergebnis selbst ist nicht betroffen.",
    checks: {
      form: {
        title: "Die Datei ist vollständig",
        fault: "Die Datei ist nicht vollständig",
        explains: "Sie hat alle Teile, in der einen Schreibweise, die keine zweite Lesart zulässt.",
      },
      hash: {
        title: "Der Fingerabdruck passt",
        fault: "Der Fingerabdruck passt nicht",
        explains: "Eine geänderte Ziffer irgendwo in der Datei ergäbe einen anderen Fingerabdruck.",
      },
      rules: {
        title: "Die Regeln sind die eingefrorenen",
        fault: "Die Regeln sind nicht die eingefrorenen",
        explains: "Es sind die vom Start; jede spätere Änderung steht mit ihrem Grund dabei.",
      },
      players: {
        title: "Jeder Spieler zählt einmal",
        fault: "Ein Spieler zählt nicht richtig",
        explains: "Niemand steht doppelt da, und jeder Stand wurde während des Rennens erreicht.",
      },
      ranks: {
        title: "Ränge und Gleichstände stimmen",
        fault: "Ränge oder Gleichstände stimmen nicht",
        explains: "Neu sortiert nach Stand und Zeit steht jeder dort, wo die Datei es sagt.",
      },
      prizes: {
        title: "Die Gewinne stimmen",
        fault: "Gewinne stimmen nicht",
        explains: "Auf den Cent neu verteilt bekommt jeder, was die Datei sagt.",
      },
      sums: {
        title: "Die Summen gehen auf",
        fault: "Die Summen gehen nicht auf",
        explains: "Vergebenes und Übriges ergeben zusammen den ganzen Gewinntopf.",
      },
      versions: {
        title: "Die Fassungen hängen zusammen",
        fault: "Die Fassungen passen nicht zusammen",
        explains: "Ein berichtigtes Ergebnis nennt das vorige, den Grund und alle, deren Platz sich änderte.",
      },
      seal: {
        title: "Das Siegel passt",
        fault: "Das Siegel passt nicht",
        explains:
          "Die Datei folgt auf ein Glied der versiegelten Kette, sodass später nichts umgeschrieben werden kann.",
      },
    },
    factVersion: "Fassung",
    factComputed: "Berechnet",
    factPlayers: "Spieler",
    factFingerprint: "Fingerabdruck (SHA-256)",
    compare:
      "Vergleiche ihn mit dem in der Gruppe angekündigten: Ein Fälscher kann einen passenden in seine Datei setzen.",
    copy: "Kopieren",
    copied: "Kopiert",
    download: "Datei herunterladen",
    limits:
      "Das beweist, dass Ränge und Gewinne nach den eingefrorenen Regeln aus den Ständen folgen. Dass das Casino jeden Einsatz gemeldet hat, kann es nicht beweisen: Dafür prüfen Gewinner ihre eigenen Belege.",
    ownTitle: "Eine andere Datei prüfen",
    own: "Ein Ergebnis, das dir jemand geschickt hat, oder dein eigener Beleg. Sie bleibt auf diesem Gerät.",
    choose: "Datei wählen",
    paste: "Text einfügen",
    pasteLabel: "Text einer Ergebnisdatei oder eines Belegs",
    pasteCheck: "Prüfen",
    drop: "Datei hier ablegen",
    givenTitle: "Deine Datei",
    back: "Zurück zur veröffentlichten Datei",
    unreadable: "Das ist weder eine Ergebnisdatei noch ein Beleg.",
    tooBig: "Diese Datei ist größer als jedes Ergebnis.",
    sameAsPublished: "Es ist die veröffentlichte Datei, Zeichen für Zeichen.",
    reformatted: "Sie sagt dasselbe wie die veröffentlichte Datei, mit anderen Abständen oder in anderer Reihenfolge.",
    otherRace:
      "Sie gehört zu einem anderen Rennen oder einer anderen Fassung und wird deshalb nicht mit der veröffentlichten verglichen.",
    differsTitle: "Sie weicht von der veröffentlichten Datei ab",
    differsAt: (place) => `Zuerst bei ${place}:`,
    published: "Veröffentlicht",
    given: "Deine",
    receiptGoodTitle: "Deine Einträge stehen im Ergebnis",
    receiptGood: (entries, score) =>
      `${entries} ${plural(rules, entries, { one: "Eintrag ergibt", other: "Einträge ergeben" })} genau deinen Stand von ${score}.`,
    receiptBadTitle: "Der Beleg passt nicht",
    receiptRank: (rank) => `Du bist der Spieler auf Rang ${rank}.`,
    receiptExcluded: "Du stehst unter denen, die vor der Rangfolge herausgenommen wurden.",
    myReceipt: "Eigene Einträge prüfen",
    myReceiptHint: "Holt deinen Beleg und prüft ihn gegen diese Datei.",
    receiptMissing: "Von dir steht kein Eintrag in diesem Ergebnis.",
  },
} satisfies MiniAppPagesMessages;
