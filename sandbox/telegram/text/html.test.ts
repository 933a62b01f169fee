import { describe, expect, it } from "vitest";
import { parseHtml } from "./html.js";

function refusal(source: string): string {
  try {
    parseHtml(source);
    return "accepted";
  } catch (error) {
    return error instanceof Error ? error.message.replace("Bad Request: ", "") : "";
  }
}

describe("Telegram's HTML", () => {
  it("turns tags into entities with UTF-16 offsets", () => {
    expect(parseHtml("😀<b>bold <i>both</i></b> <code>x</code>")).toEqual({
      text: "😀bold both x",
      marks: [
        { type: "italic", offset: 7, length: 4 },
        { type: "bold", offset: 2, length: 9 },
        { type: "code", offset: 12, length: 1 },
      ],
    });
  });

  it("knows the synonyms, spoilers, quotes, custom emoji and dates", () => {
    const marks = (source: string) =>
      parseHtml(source).marks.map(({ type, argument, unixTime }) => [type, argument, unixTime]);
    expect(marks("<strong>a</strong><em>a</em><ins>a</ins><strike>a</strike><del>a</del>")).toEqual([
      ["bold", undefined, undefined],
      ["italic", undefined, undefined],
      ["underline", undefined, undefined],
      ["strikethrough", undefined, undefined],
      ["strikethrough", undefined, undefined],
    ]);
    expect(marks('<span class="tg-spoiler">a</span><tg-spoiler>b</tg-spoiler>').map(([type]) => type)).toEqual([
      "spoiler",
      "spoiler",
    ]);
    expect(marks("<blockquote>a</blockquote><blockquote expandable>b</blockquote>").map(([type]) => type)).toEqual([
      "blockquote",
      "expandable_blockquote",
    ]);
    expect(marks('<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>')).toEqual([
      ["custom_emoji", "5368324170671202286", undefined],
    ]);
    expect(marks('<tg-time unix="1647531900" format="wDT">then</tg-time>')).toEqual([["date_time", "wDT", 1647531900]]);
  });

  it("makes links, mentions of people, and leaves text whose target is no link", () => {
    expect(parseHtml('<a href="https://a.example/x?y=1&amp;z=2">a</a>').marks).toEqual([
      { type: "text_link", offset: 0, length: 1, argument: "https://a.example/x?y=1&z=2" },
    ]);
    expect(parseHtml('<a href="tg://user?id=42">a</a>').marks).toEqual([
      { type: "text_mention", offset: 0, length: 1, userId: 42 },
    ]);
    expect(parseHtml("<a>a.example</a>").marks).toEqual([
      { type: "text_link", offset: 0, length: 9, argument: "http://a.example/" },
    ]);
    expect(parseHtml('<a href="no link">a</a>')).toEqual({ text: "a", marks: [] });
  });

  it("merges pre and code into a block with a language", () => {
    const block = [{ type: "pre", offset: 0, length: 1, argument: "ts" }];
    expect(parseHtml('<pre><code class="language-ts">x</code></pre>').marks).toEqual(block);
    expect(parseHtml('<code class="language-ts"><pre>x</pre></code>').marks).toEqual(block);
  });

  it("decodes four names and all numbers, and leaves other ampersands alone", () => {
    expect(parseHtml("&lt;&gt;&amp;&quot;&#65;&#x1F600;&nbsp;&copy; & &#0;").text).toBe('<>&"A😀&nbsp;&copy; & &#0;');
  });

  it.each([
    ["<b>x", `can't find end tag corresponding to start tag "b"`],
    ["<div>x</div>", 'unsupported start tag "div" at byte offset 0'],
    ["ä<div>x", 'unsupported start tag "div" at byte offset 2'],
    ["<span>x</span>", 'tag "span" must have class "tg-spoiler" at byte offset 0'],
    ["<b>x</i>", 'unmatched end tag at byte offset 4, expected "</b>", found "</i>"'],
    ["x</b>", "unexpected end tag at byte offset 1"],
    ["a <b", "unclosed start tag at byte offset 2"],
    ["1 < 2", 'unsupported start tag "" at byte offset 2'],
    ["<a href=x/y>z</a>", "unexpected end of name token at byte offset 8"],
    ["<b>x</b", "unclosed end tag at byte offset 4"],
    ['<a ="x">y</a>', 'empty attribute name in the tag "a" at byte offset 0'],
    ['<tg-emoji emoji-id="x">y</tg-emoji>', "invalid custom emoji identifier specified"],
    ['<tg-time unix="1" format="dd">y</tg-time>', "invalid date-time format specified"],
  ])("refuses %s", (source, expected) => {
    expect(refusal(source)).toBe(expected);
  });
});
