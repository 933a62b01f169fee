import { describe, expect, it } from "vitest";
import { matchingCommands } from "./command-popup.js";
import { inlineQueryIn } from "./inline-panel.js";

const COMMANDS = [
  { command: "race", description: "" },
  { command: "races", description: "" },
  { command: "me", description: "" },
];

const names = (draft: string): string[] | undefined => matchingCommands(draft, COMMANDS)?.map((one) => one.command);

describe("matchingCommands", () => {
  it("offers all on a slash and those that begin with the letters typed, whatever their case", () => {
    expect(names("/")).toEqual(["race", "races", "me"]);
    expect(names("/RA")).toEqual(["race", "races"]);
    expect(names("/x")).toEqual([]);
  });

  it("offers nothing for text, for a slash inside it, or once an argument is typed", () => {
    expect([names("race"), names("and/or"), names("/race now"), names("")]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("inlineQueryIn", () => {
  it("takes what follows the bot's name and a blank, also nothing and several lines", () => {
    expect(inlineQueryIn("@Race_Bot week 7", "race_bot")).toBe("week 7");
    expect(inlineQueryIn("@race_bot ", "race_bot")).toBe("");
    expect(inlineQueryIn("@race_bot a\nb", "race_bot")).toBe("a\nb");
  });

  it("asks nobody without the blank, for other names, or in the middle of a text", () => {
    expect(inlineQueryIn("@race_bot", "race_bot")).toBeNull();
    expect(inlineQueryIn("@alice hello", "race_bot")).toBeNull();
    expect(inlineQueryIn("ask @race_bot now", "race_bot")).toBeNull();
  });
});
