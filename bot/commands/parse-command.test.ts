import type { MessageEntity } from "grammy/types";
import { describe, expect, it } from "vitest";
import { parseCommand } from "./parse-command.js";

function command(text: string, length = text.split(/\s/)[0]!.length): ReturnType<typeof parseCommand> {
  return parseCommand({ text, entities: [{ type: "bot_command", offset: 0, length }] }, "GoatRaceBot");
}

describe("parseCommand", () => {
  it.each([
    ["/race", "race", true, ""],
    ["/race@GoatRaceBot", "race", true, ""],
    ["/race@goatracebot", "race", true, ""],
    ["/race@otherbot", "race", false, ""],
    ["/Race", "race", true, ""],
    ["/leaderboard   all  time ", "leaderboard", true, "all  time"],
    ["/start v1_race_RaceAbc123", "start", true, "v1_race_RaceAbc123"],
    ["/start@GoatRaceBot v1_setup_-100", "start", true, "v1_setup_-100"],
    ["/verify_user 42", "verify_user", true, "42"],
    ["/verifychallenge", "verifychallenge", true, ""],
    ["/race\n/me", "race", true, "/me"],
  ])("reads %j as %s (for us: %s) with %j", (text, name, isForUs, argument) => {
    expect(command(text)).toEqual({ name, isForUs, argument });
  });

  it.each<[string, string, MessageEntity[]]>([
    ["a command in the middle", "see /race", [{ type: "bot_command", offset: 4, length: 5 }]],
    ["a path in a link", "https://x.y/race", [{ type: "url", offset: 0, length: 16 }]],
    ["a link whose text is a command", "/race", [{ type: "text_link", offset: 0, length: 5, url: "https://x.y" }]],
    ["plain text with a slash", "/ race", []],
    ["text without marks", "/race", []],
  ])("does not take %s for one", (_what, text, entities) => {
    expect(parseCommand({ text, entities }, "GoatRaceBot")).toBeUndefined();
  });

  it("reads nothing out of a message without text", () => {
    expect(parseCommand({}, "GoatRaceBot")).toBeUndefined();
  });
});
