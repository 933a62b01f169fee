import { describe, expect, it } from "vitest";
import { tg, lines, paragraphs } from "./html.js";

describe("tg", () => {
  it("escapes every interpolated text and keeps its own tags", () => {
    expect(tg`<b>${'<img src="x" onerror=1> & co'}</b>`.html).toBe(
      "<b>&lt;img src=&quot;x&quot; onerror=1&gt; &amp; co</b>",
    );
  });

  it("takes over blocks without escaping them again", () => {
    expect(tg`${tg`<i>${"a<b"}</i>`} ${3}`.html).toBe("<i>a&lt;b</i> 3");
  });

  it("does not take a text for a block because it looks like one", () => {
    expect(tg`${JSON.stringify({ html: "<b>" })}`.html).toBe("{&quot;html&quot;:&quot;&lt;b&gt;&quot;}");
  });

  it("leaves Markdown signs as they are: they mean nothing in HTML", () => {
    expect(tg`${"_*[`~"}`.html).toBe("_*[`~");
  });
});

describe("lines and paragraphs", () => {
  it("leave out what is missing or empty", () => {
    expect(lines(tg`a`, undefined, tg``, tg`b`).html).toBe("a\nb");
    expect(paragraphs(undefined, tg`a`, lines()).html).toBe("a");
  });
});
