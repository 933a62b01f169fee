import { describe, expect, it } from "vitest";
import { parseMarkdown } from "./markdown.js";
import { parseMarkdownV2 } from "./markdown-v2.js";

function refusal(source: string, parse = parseMarkdownV2): string {
  try {
    parse(source);
    return "accepted";
  } catch (error) {
    return error instanceof Error ? error.message.replace("Bad Request: ", "") : "";
  }
}

describe("MarkdownV2", () => {
  it("nests formatting", () => {
    expect(parseMarkdownV2("*bold _both __all___*")).toEqual({
      text: "bold both all",
      marks: [
        { type: "underline", offset: 10, length: 3 },
        { type: "italic", offset: 5, length: 8 },
        { type: "bold", offset: 0, length: 13 },
      ],
    });
    expect(parseMarkdownV2("~s~ ||h|| `c`").marks.map((mark) => mark.type)).toEqual([
      "strikethrough",
      "spoiler",
      "code",
    ]);
  });

  it("reads links, people, custom emoji and dates", () => {
    expect(parseMarkdownV2("[a](https://a.example/\\))[b](tg://user?id=7)").marks).toEqual([
      { type: "text_link", offset: 0, length: 1, argument: "https://a.example/)" },
      { type: "text_mention", offset: 1, length: 1, userId: 7 },
    ]);
    expect(parseMarkdownV2("![👍](tg://emoji?id=53)![x](tg://time?unix=99&format=t)").marks).toEqual([
      { type: "custom_emoji", offset: 0, length: 2, argument: "53" },
      { type: "date_time", offset: 2, length: 1, unixTime: 99, argument: "t" },
    ]);
  });

  it("reads code blocks with and without a language", () => {
    expect(parseMarkdownV2("```ts\nx\\`y```")).toEqual({
      text: "x`y",
      marks: [{ type: "pre", offset: 0, length: 3, argument: "ts" }],
    });
    expect(parseMarkdownV2("```\nx*y```").text).toBe("x*y");
  });

  it("reads quotes, and expandable quotes by their ending", () => {
    expect(parseMarkdownV2(">a\n>b\nc")).toEqual({
      text: "a\nb\nc",
      marks: [{ type: "blockquote", offset: 0, length: 4 }],
    });
    expect(parseMarkdownV2(">a\n>b||").marks).toEqual([{ type: "expandable_blockquote", offset: 0, length: 3 }]);
    expect(parseMarkdownV2(">a||\nb").marks).toEqual([{ type: "expandable_blockquote", offset: 0, length: 2 }]);
  });

  it("takes any escaped character as itself", () => {
    expect(parseMarkdownV2("\\*\\-\\a\\\\").text).toBe("*-a\\");
  });

  it.each([
    ["a-b", "character '-' is reserved and must be escaped with the preceding '\\'"],
    ["1.", "character '.' is reserved and must be escaped with the preceding '\\'"],
    ["a > b", "character '>' is reserved and must be escaped with the preceding '\\'"],
    ["*a", "can't find end of Bold entity at byte offset 0"],
    ["ä _a", "can't find end of Italic entity at byte offset 3"],
    ["`a", "can't find end of Code entity at byte offset 0"],
    ["[a](b", "can't find end of a URL at byte offset 4"],
    ["![a]b", "the entity must contain a tg://emoji or tg://time URL"],
    ["![a](https://x.example)", "invalid tg://emoji or tg://time URL specified"],
    [">*a\nb*", "can't find end of Bold entity at byte offset 1"],
  ])("refuses %s", (source, expected) => {
    expect(refusal(source)).toBe(expected);
  });
});

describe("the old Markdown", () => {
  it("formats without nesting", () => {
    expect(parseMarkdown("*b* _i_ `c` [l](a.example) \\_x ```py\nz```")).toEqual({
      text: "b i c l _x z",
      marks: [
        { type: "bold", offset: 0, length: 1 },
        { type: "italic", offset: 2, length: 1 },
        { type: "code", offset: 4, length: 1 },
        { type: "text_link", offset: 6, length: 1, argument: "http://a.example/" },
        { type: "pre", offset: 11, length: 1, argument: "py" },
      ],
    });
  });

  it("refuses what is not closed", () => {
    expect(refusal("ä *b", parseMarkdown)).toBe("can't find end of the entity starting at byte offset 3");
  });
});
