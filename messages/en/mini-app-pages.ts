import { plural } from "../format.js";

const rules = new Intl.PluralRules("en");

/** What the Mini App says on pages behind a tap; fetched with the first of them. Amounts and dates arrive formatted. */
export const miniAppPages = {
  verify: {
    title: "Check the result",
    lead: "Your device repeats the calculation from the published file. Nothing of it is taken on trust.",
    checking: "Checking",
    goodTitle: "The result holds",
    good: (checks: number): string => `All ${checks} checks repeated on this device come to the same result.`,
    badTitle: "The file does not hold",
    bad: (failed: number, checks: number): string => `${failed} of ${checks} checks come to another result.`,
    notYetTitle: "No result yet",
    notYet:
      "The file is published when the last wagers have been counted. It appears here by itself on the next visit.",
    tooLargeTitle: "A file for a computer",
    tooLarge: (players: string): string =>
      `This result lists ${players} players, more than a phone should load. Download it and check it with the command line, or drop it here on a computer.`,
    failedTitle: "The file did not load",
    failed: "Without it nothing can be checked. The result itself is not affected.",
    checks: {
      form: {
        title: "The file is complete",
        fault: "The file is not complete",
        explains: "It has every part it must have, written in the one form that leaves no room for a second reading.",
      },
      hash: {
        title: "The fingerprint fits",
        fault: "The fingerprint does not fit",
        explains: "One changed digit anywhere in the file would give another fingerprint.",
      },
      rules: {
        title: "The rules are the frozen ones",
        fault: "The rules are not the frozen ones",
        explains: "They are those that were frozen at the start; every later change is listed with its reason.",
      },
      players: {
        title: "Every player counts once",
        fault: "A player does not count rightly",
        explains: "Nobody is listed twice, and every score was reached within the race.",
      },
      ranks: {
        title: "Ranks and ties are right",
        fault: "Ranks or ties are wrong",
        explains: "Sorted again by score and time, everybody stands where the file says.",
      },
      prizes: {
        title: "Prizes are right",
        fault: "Prizes are wrong",
        explains: "Shared out again to the cent by the prize table, everybody gets what the file says.",
      },
      sums: {
        title: "Sums add up",
        fault: "Sums do not add up",
        explains: "What was awarded and what is left over make up the whole prize pool.",
      },
      versions: {
        title: "Versions are linked",
        fault: "Versions do not fit together",
        explains: "A corrected result names the one before it, the reason, and everybody whose place changed.",
      },
      seal: {
        title: "The seal fits",
        fault: "The seal does not fit",
        explains: "The file follows a link of the sealed chain of entries, so that nothing could be rewritten later.",
      },
    },
    factVersion: "Version",
    factComputed: "Computed",
    factPlayers: "Players",
    factFingerprint: "Fingerprint (SHA-256)",
    compare: "Compare it with the one announced in the group: a forger can put a fitting one into his own file.",
    copy: "Copy",
    copied: "Copied",
    download: "Download the file",
    limits:
      "This proves that ranks and prizes follow from the listed scores by the frozen rules. It cannot prove that the casino reported every wager: for that, winners check their own receipts.",
    ownTitle: "Check another file",
    own: "A result somebody sent you, or your own receipt. It stays on this device.",
    choose: "Choose a file",
    paste: "Paste text",
    pasteLabel: "Text of a result file or receipt",
    pasteCheck: "Check",
    drop: "Drop the file here",
    givenTitle: "Your file",
    back: "Back to the published file",
    unreadable: "This is neither a result file nor a receipt.",
    tooBig: "This file is larger than any result.",
    sameAsPublished: "It is the published file, letter for letter.",
    reformatted: "It says the same as the published file, in other spacing or order.",
    otherRace: "It belongs to another race or version, so it is not compared with the published file.",
    differsTitle: "It differs from the published file",
    differsAt: (place: string): string => `First at ${place}:`,
    published: "Published",
    given: "Yours",
    receiptGoodTitle: "Your entries are in the result",
    receiptGood: (entries: number, score: string): string =>
      `${entries} ${plural(rules, entries, { one: "entry adds", other: "entries add" })} up to exactly your score of ${score}.`,
    receiptBadTitle: "The receipt does not fit",
    receiptRank: (rank: string): string => `You are the player at rank ${rank}.`,
    receiptExcluded: "You are listed among those left out before ranking.",
    myReceipt: "Check my own entries",
    myReceiptHint: "Fetches your receipt and proves it against this file.",
    receiptMissing: "You have no entries in this result.",
  },
};

export type MiniAppPagesMessages = typeof miniAppPages;
