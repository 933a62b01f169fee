import { badRequest } from "../errors.js";
import { inlineObjectOfLink } from "./link-targets.js";
import { byteOffset, isBlank, linkMark } from "./marks.js";
import type { Mark, MarkedText } from "./marks.js";

type OpenKind =
  | "Bold"
  | "Italic"
  | "Underline"
  | "Strikethrough"
  | "Spoiler"
  | "Code"
  | "Pre"
  | "PreCode"
  | "TextUrl"
  | "CustomEmoji"
  | "BlockQuote";

type Open = { kind: OpenKind; language?: string; offset: number; at: number };

const SIMPLE_TYPES = {
  Bold: "bold",
  Italic: "italic",
  Underline: "underline",
  Strikethrough: "strikethrough",
  Spoiler: "spoiler",
  Code: "code",
} as const;

const END_TOKENS: Readonly<Record<OpenKind, string>> = {
  Bold: "*",
  Italic: "_",
  Underline: "__",
  Strikethrough: "~",
  Spoiler: "||",
  Code: "`",
  Pre: "```",
  PreCode: "```",
  TextUrl: "]",
  CustomEmoji: "]",
  BlockQuote: "",
};

/**
 * MarkdownV2 with nesting, quotes, dates and custom emoji.
 *
 * @throws ApiError with the text that follows "can't parse entities: "
 */
export function parseMarkdownV2(source: string): MarkedText {
  return new MarkdownV2Parser(source).parse();
}

class MarkdownV2Parser {
  private readonly source: string;
  private index = 0;
  private text = "";
  private readonly marks: Mark[] = [];
  private readonly open: Open[] = [];
  private inQuote = false;
  private canStartQuote = true;

  constructor(source: string) {
    this.source = source;
  }

  parse(): MarkedText {
    while (this.index < this.source.length) this.step();
    if (this.inQuote) this.endQuote();
    const unclosed = this.open.at(-1);
    if (unclosed) throw this.unclosed(unclosed);
    return { text: this.text, marks: this.marks };
  }

  private step(): void {
    const character = this.source.charAt(this.index);
    const next = this.source.charCodeAt(this.index + 1);
    if (character === "\\" && next > 0 && next <= 126) {
      this.index += 1;
      this.put(this.source.charAt(this.index));
      return;
    }
    const kind = this.open.at(-1)?.kind;
    const reserved = kind === "Code" || kind === "Pre" || kind === "PreCode" ? "`" : "_*[]()~`>#+-=|{}.!\n";
    if (!reserved.includes(character)) this.put(character);
    else if (this.isEnd(character)) this.close(character);
    else this.begin(character);
  }

  private put(character: string): void {
    this.text += character;
    this.index += 1;
    if (character !== "\r") this.canStartQuote = character === "\n";
  }

  private startsWith(token: string): boolean {
    return this.source.startsWith(token, this.index);
  }

  private isEnd(character: string): boolean {
    const last = this.open.at(-1);
    if (!last) return false;
    if (this.inQuote && character === "\n" && this.source[this.index + 1] !== ">") return true;
    // `__` always belongs to an underline, so a lone `_` is needed to end italics.
    if (last.kind === "Italic") return character === "_" && this.source[this.index + 1] !== "_";
    const token = END_TOKENS[last.kind];
    return token !== "" && this.startsWith(token);
  }

  private begin(character: string): void {
    const at = this.index;
    switch (character) {
      case "\n":
        this.put(character);
        return;
      case ">":
        this.beginQuote(at);
        return;
      case "`":
        this.beginCode(at);
        return;
      case "_":
        this.push(this.startsWith("__") ? "Underline" : "Italic", at, this.startsWith("__") ? 2 : 1);
        return;
      case "*":
        this.push("Bold", at, 1);
        return;
      case "~":
        this.push("Strikethrough", at, 1);
        return;
      case "[":
        this.push("TextUrl", at, 1);
        return;
      default:
        if (this.startsWith("||")) this.push("Spoiler", at, 2);
        else if (this.startsWith("![")) this.push("CustomEmoji", at, 2);
        else throw this.reserved(character);
    }
  }

  private push(kind: OpenKind, at: number, skip: number, language?: string): void {
    this.open.push({ kind, offset: this.text.length, at, ...(language === undefined ? {} : { language }) });
    this.index += skip;
  }

  private beginQuote(at: number): void {
    if (!this.canStartQuote) throw this.reserved(">");
    if (this.inQuote) this.index += 1;
    else {
      this.inQuote = true;
      this.push("BlockQuote", at, 1);
    }
  }

  private beginCode(at: number): void {
    if (!this.startsWith("```")) {
      this.push("Code", at, 1);
      return;
    }
    let end = this.index + 3;
    while (!isBlank(this.source[end]) && this.source[end] !== "`") end += 1;
    const hasLanguage = end > this.index + 3 && end < this.source.length && this.source[end] !== "`";
    const language = hasLanguage ? this.source.slice(this.index + 3, end) : undefined;
    let skip = hasLanguage ? end - this.index : 3;
    const lineBreak = /^(?:\r\n|\n\r|\n|\r)/.exec(this.source.slice(this.index + skip));
    skip += lineBreak?.[0].length ?? 0;
    this.push(hasLanguage ? "PreCode" : "Pre", at, skip, language);
  }

  private close(character: string): void {
    const last = this.open.at(-1);
    if (!last) return;
    if (this.inQuote && character === "\n") {
      this.endQuote();
      return;
    }
    this.open.pop();
    this.index += END_TOKENS[last.kind].length;
    const length = this.text.length - last.offset;
    if (last.kind === "TextUrl") this.endLink(last, length);
    else if (last.kind === "CustomEmoji") this.endInlineObject(last, length);
    else if (last.kind === "Pre" || last.kind === "PreCode") {
      if (length > 0) {
        this.add({ type: "pre", offset: last.offset, length, ...(last.language ? { argument: last.language } : {}) });
      }
    } else if (last.kind !== "BlockQuote" && length > 0) {
      this.add({ type: SIMPLE_TYPES[last.kind], offset: last.offset, length });
    }
  }

  private endLink(open: Open, length: number): void {
    const target = this.readTarget() ?? this.text.slice(open.offset);
    const mark = length > 0 ? linkMark(target, open.offset, length) : undefined;
    if (mark) this.add(mark);
  }

  private endInlineObject(open: Open, length: number): void {
    const target = this.readTarget();
    if (target === undefined) throw badRequest("The entity must contain a tg://emoji or tg://time URL");
    const object = inlineObjectOfLink(target);
    if (length === 0) return;
    if ("customEmojiId" in object) {
      this.add({ type: "custom_emoji", offset: open.offset, length, argument: object.customEmojiId });
    } else {
      const { unixTime, format } = object;
      this.add({ type: "date_time", offset: open.offset, length, unixTime, argument: format });
    }
  }

  /** Reads `(…)` after a closing bracket; undefined when there is none. */
  private readTarget(): string | undefined {
    if (this.source[this.index] !== "(") return undefined;
    const begin = ++this.index;
    let target = "";
    while (this.index < this.source.length && this.source[this.index] !== ")") {
      const next = this.source.charCodeAt(this.index + 1);
      if (this.source[this.index] === "\\" && next > 0 && next <= 126) this.index += 1;
      target += this.source.charAt(this.index++);
    }
    if (this.index >= this.source.length) {
      throw badRequest(`Can't find end of a URL at byte offset ${byteOffset(this.source, begin)}`);
    }
    this.index += 1;
    return target;
  }

  /** At the line break after a quote, or at the end of the text. `||` right before it makes the quote expandable. */
  private endQuote(): void {
    let last = this.open.pop();
    let type: Mark["type"] = "blockquote";
    if (last?.kind === "Spoiler" && last.at === this.source.slice(0, this.index).replace(/\r$/, "").length - 2) {
      last = this.open.pop();
      type = "expandable_blockquote";
    }
    if (last?.kind !== "BlockQuote") {
      if (last) throw this.unclosed(last);
      return;
    }
    this.inQuote = false;
    if (this.index < this.source.length) this.put("\n");
    const length = this.text.length - last.offset;
    if (length > 0) this.add({ type, offset: last.offset, length });
  }

  private add(mark: Mark): void {
    this.marks.push(mark);
  }

  private reserved(character: string): Error {
    return badRequest(`Character '${character}' is reserved and must be escaped with the preceding '\\'`);
  }

  private unclosed(open: Open): Error {
    return badRequest(`Can't find end of ${open.kind} entity at byte offset ${byteOffset(this.source, open.at)}`);
  }
}
