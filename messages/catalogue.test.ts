import { describe, expect, it } from "vitest";
import { alarmMessages } from "./alarm-messages.js";
import { botMessages } from "./bot-messages.js";
import { isLocale, LOCALES, resolveLocale } from "./locale.js";
import { newsMessages } from "./news-messages.js";
import { sharedMessages } from "./shared-messages.js";

/** Every text of a catalogue; functions are called with stand-ins for each of their arguments. */
function textsOf(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, String(Reflect.apply(value, undefined, [3, 7, 5]))]];
  if (typeof value !== "object" || value === null) throw new Error(`unexpected entry at ${path}`);
  return Object.entries(value).flatMap(([key, entry]) => textsOf(entry, `${path}.${key}`));
}

describe.each(LOCALES)("the catalogue in %s", (locale) => {
  const texts = [
    ...textsOf(sharedMessages(locale), "shared"),
    ...textsOf(botMessages(locale), "bot"),
    ...textsOf(newsMessages(locale), "news"),
    ...textsOf(alarmMessages(locale), "alarms"),
  ];

  it("has a text for every entry", () => {
    expect(texts.filter(([, text]) => text.trim() === "" || text.includes("undefined"))).toEqual([]);
  });

  it("never urges anyone to wager", () => {
    const urging =
      /\b(bet|wager|play|deposit) (more|now|again|big)|keep (betting|wagering|playing)|only \$|hurry|setze? mehr|spiel weiter|jetzt (setzen|spielen)|nur noch/i;
    expect(texts.filter(([, text]) => urging.test(text))).toEqual([]);
    // The control: the same net catches what must not be said.
    expect(["Bet more to win", "Hurry, last hour", "Jetzt setzen"].every((text) => urging.test(text))).toBe(true);
  });

  it("keeps answers to button presses within Telegram's 200 characters and commands within 256", () => {
    const { notYours, buttonOutdated, slowDown, upToDate, temporarilyAway, somethingWrong } = botMessages(locale);
    for (const text of [notYours, buttonOutdated, slowDown, upToDate, temporarilyAway, somethingWrong]) {
      expect(text.length).toBeLessThanOrEqual(200);
    }
    for (const text of Object.values(botMessages(locale).commands)) expect(text.length).toBeLessThanOrEqual(256);
  });
});

it("every sentence is translated: only names and single words may be the same in both languages", () => {
  const sentences = (locale: (typeof LOCALES)[number]) =>
    [sharedMessages, botMessages, newsMessages, alarmMessages]
      .flatMap((messages, part) => textsOf(messages(locale), String(part)))
      .filter(([, text]) => (text.match(/\p{L}{2,}/gu) ?? []).length >= 3);
  const english = new Map(sentences("en"));
  expect(english.size, "the control: there are sentences to compare").toBeGreaterThan(300);
  expect(sentences("de").filter(([path, text]) => english.get(path) === text)).toEqual([]);
});

describe("resolveLocale", () => {
  it.each([
    ["de", "de"],
    ["de-AT", "de"],
    ["DE_ch", "de"],
    ["en-GB", "en"],
    ["pt-br", "en"],
    ["", "en"],
    [null, "en"],
    [undefined, "en"],
  ])("reads %s as %s", (tag, locale) => {
    expect(resolveLocale(tag)).toBe(locale);
  });

  it("knows its own languages only", () => {
    expect(isLocale("de")).toBe(true);
    expect(isLocale("constructor")).toBe(false);
  });
});

describe("counts", () => {
  it("follow the plural rules of the language", () => {
    expect(sharedMessages("en").players(1)).toBe("1 player");
    expect(sharedMessages("en").players(1200)).toBe("1,200 players");
    expect(sharedMessages("de").more(1)).toBe("und 1 weiterer Spieler");
    expect(sharedMessages("de").more(2)).toBe("und 2 weitere Spieler");
  });
});
