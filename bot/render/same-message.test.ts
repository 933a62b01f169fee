import { describe, expect, it } from "vitest";
import { tg } from "./html.js";
import { isSameMessage, visibleText } from "./same-message.js";

const keyboard = [[{ text: "Go", callback_data: "1" }], []];
const shown = { text: 'a <b> & "c"', reply_markup: { inline_keyboard: [[{ text: "Go", callback_data: "1" }]] } };

describe("visibleText", () => {
  it("is what was put into the template", () => {
    expect(visibleText(tg`<b>${'x < y & "z" &amp;'}</b>`)).toBe('x < y & "z" &amp;');
  });
});

describe("isSameMessage", () => {
  it("knows a message again by its text and buttons", () => {
    expect(isSameMessage(shown, tg`<i>${'a <b> & "c"'}</i>`, keyboard)).toBe(true);
  });

  it("sees other text, other labels and other data", () => {
    expect(isSameMessage(shown, tg`other`, keyboard)).toBe(false);
    expect(isSameMessage(shown, tg`${shown.text}`, [[{ text: "Went", callback_data: "1" }]])).toBe(false);
    expect(isSameMessage(shown, tg`${shown.text}`, [[{ text: "Go", callback_data: "2" }]])).toBe(false);
    expect(isSameMessage({ text: shown.text }, tg`${shown.text}`, keyboard)).toBe(false);
  });
});
