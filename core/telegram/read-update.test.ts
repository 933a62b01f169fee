import { describe, expect, it } from "vitest";
import { readUpdate } from "./read-update.js";

const person = { id: 42, first_name: "A" };
const group = { id: -100, type: "supergroup" };

describe("readUpdate", () => {
  it.each([
    ["a message by its chat", { message: { chat: group, from: person } }, "chat:-100"],
    ["a press by the chat of its message", { callback_query: { from: person, message: { chat: group } } }, "chat:-100"],
    [
      "a press on an inline message by its person",
      { callback_query: { from: person, inline_message_id: "x" } },
      "chat:42",
    ],
    ["an inline query by its person", { inline_query: { from: person } }, "chat:42"],
    ["a membership by its chat", { my_chat_member: { chat: group, from: person } }, "chat:-100"],
    ["a poll answer by its person", { poll_answer: { user: person } }, "chat:42"],
    ["anything else by itself", { poll: { id: "1" } }, "update:7"],
    ["what has an unreadable number by itself", { message: { chat: { id: "x" } } }, "update:7"],
  ])("puts %s into a lane", (_what, content, lane) => {
    expect(readUpdate({ update_id: 7, ...content })?.lane).toBe(lane);
  });

  it("names the kind", () => {
    expect(readUpdate({ update_id: 7, inline_query: { from: person } })?.kind).toBe("inline_query");
  });

  it.each([null, 1, "x", [], {}, { update_id: -1, message: {} }, { update_id: 1.5, message: {} }, { update_id: 1 }])(
    "refuses %j",
    (raw) => {
      expect(readUpdate(raw)).toBeUndefined();
    },
  );

  it("writes JSON that PostgreSQL can hold: no NUL and no half of a pair", () => {
    const json = readUpdate({ update_id: 1, message: { text: "a\0b\ud800c\ud83d\udc10" } })?.json;
    expect(json).toBe('{"update_id":1,"message":{"text":"ab�c🐐"}}');
  });
});
