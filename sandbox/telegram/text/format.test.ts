import { describe, expect, it } from "vitest";
import { CAPTION_RULES, formatText, MESSAGE_RULES } from "./format.js";

const nobody = () => undefined;
const somebody = (id: number) => ({ id, is_bot: false, first_name: "Ann" });

function refusal(text: string, rules = MESSAGE_RULES, parseMode?: string): string {
  try {
    formatText({ text, parseMode }, rules, nobody);
    return "accepted";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

describe("text of a message", () => {
  it("is counted in code points after parsing", () => {
    expect(refusal("😀".repeat(4096))).toBe("accepted");
    expect(refusal("😀".repeat(4097))).toBe("Bad Request: message is too long");
    expect(refusal(`<b>${"a".repeat(4096)}</b>`, MESSAGE_RULES, "HTML")).toBe("accepted");
    expect(refusal("a".repeat(1025), CAPTION_RULES)).toBe("Bad Request: message caption is too long");
    expect(refusal("a".repeat(32_769))).toBe("Bad Request: text is too long");
  });

  it("must not be blank, before or after parsing", () => {
    expect(refusal(" \n ")).toBe("Bad Request: text must be non-empty");
    expect(refusal("<b> </b>", MESSAGE_RULES, "HTML")).toBe("Bad Request: text must be non-empty");
    expect(refusal("", CAPTION_RULES)).toBe("accepted");
  });

  it("names parse errors with Telegram's prefix", () => {
    expect(refusal("<b>x", MESSAGE_RULES, "HTML")).toBe(
      `Bad Request: can't parse entities: Can't find end tag corresponding to start tag "b"`,
    );
    expect(refusal("x", MESSAGE_RULES, "BBCode")).toBe("Bad Request: unsupported parse_mode");
  });

  it("is trimmed, and its entities with it", () => {
    expect(formatText({ text: "\n  <b>a</b> b  \n", parseMode: "html" }, MESSAGE_RULES, nobody)).toEqual({
      text: "a b",
      entities: [{ type: "bold", offset: 0, length: 1 }],
    });
    expect(formatText({ text: "<b>  a </b>", parseMode: "HTML" }, MESSAGE_RULES, nobody)).toEqual({
      text: "  a",
      entities: [{ type: "bold", offset: 0, length: 3 }],
    });
  });

  it("loses carriage returns and direction overrides without shifting entities", () => {
    const text = "a\r\n\u202eb";
    expect(formatText({ text, entities: [{ type: "bold", offset: 4, length: 1 }] }, MESSAGE_RULES, nobody)).toEqual({
      text: "a\nb",
      entities: [{ type: "bold", offset: 2, length: 1 }],
    });
  });

  it("drops formatting inside code and quotes inside quotes", () => {
    const entities = (text: string) => formatText({ text, parseMode: "HTML" }, MESSAGE_RULES, nobody).entities;
    expect(entities("<code>a<b>b</b></code>")).toEqual([{ type: "code", offset: 0, length: 2 }]);
    expect(entities("<blockquote>a<blockquote>b</blockquote></blockquote>")).toEqual([
      { type: "blockquote", offset: 0, length: 2 },
    ]);
  });

  it("finds commands, mentions, links and tags, but not inside code or links", () => {
    const found = (text: string, parseMode?: string) =>
      formatText({ text, parseMode }, MESSAGE_RULES, nobody).entities.map(({ type, offset, length }) => [
        type,
        text.slice(offset, offset + length),
      ]);
    expect(found("/race@bot_x hi @alice #win2 $USD a@b.example https://a.example/x. a.example/y +12345678901")).toEqual(
      [
        ["bot_command", "/race@bot_x"],
        ["mention", "@alice"],
        ["hashtag", "#win2"],
        ["cashtag", "$USD"],
        ["email", "a@b.example"],
        ["url", "https://a.example/x"],
        ["url", "a.example/y"],
        ["phone_number", "+12345678901"],
      ],
    );
    expect(found("and/or 1/2 a@ #1 x.y")).toEqual([]);
    expect(formatText({ text: "<code>/race</code>", parseMode: "HTML" }, MESSAGE_RULES, nobody).entities).toHaveLength(
      1,
    );
  });

  it("keeps mentions of known people and drops those of strangers", () => {
    const text = '<a href="tg://user?id=7">Ann</a>';
    expect(formatText({ text, parseMode: "HTML" }, MESSAGE_RULES, somebody).entities).toEqual([
      { type: "text_mention", offset: 0, length: 3, user: { id: 7, is_bot: false, first_name: "Ann" } },
    ]);
    expect(formatText({ text, parseMode: "HTML" }, MESSAGE_RULES, nobody).entities).toEqual([]);
  });
});
