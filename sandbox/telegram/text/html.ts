import { badRequest } from "../errors.js";
import { byteOffset, isBlank, linkMark } from "./marks.js";
import type { Mark, MarkedText } from "./marks.js";
import { checkedDateMark } from "./link-targets.js";

const TYPE_OF_TAG: Readonly<Record<string, Mark["type"] | "special">> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  u: "underline",
  ins: "underline",
  "tg-spoiler": "spoiler",
  span: "spoiler",
  a: "special",
  pre: "special",
  code: "special",
  blockquote: "special",
  "tg-emoji": "special",
  "tg-time": "special",
};

type OpenTag = { name: string; attributes: Map<string, string>; offset: number };

/**
 * Telegram's HTML: the tags above, numeric references and `&lt; &gt; &amp; &quot;`.
 *
 * @throws ApiError with the text that follows "can't parse entities: "
 */
export function parseHtml(source: string): MarkedText {
  return new HtmlParser(source).parse();
}

class HtmlParser {
  private readonly source: string;
  private index = 0;
  private text = "";
  private readonly marks: Mark[] = [];
  private readonly open: OpenTag[] = [];

  constructor(source: string) {
    this.source = source;
  }

  parse(): MarkedText {
    while (this.index < this.source.length) {
      const character = this.source.charAt(this.index);
      if (character === "&") this.text += this.readReference() ?? this.take();
      else if (character !== "<") this.text += this.take();
      else if (this.source[this.index + 1] === "/") this.readEndTag();
      else this.readStartTag();
    }
    const unclosed = this.open.at(-1);
    if (unclosed) throw badRequest(`Can't find end tag corresponding to start tag "${unclosed.name}"`);
    return { text: this.text, marks: this.marks };
  }

  private take(): string {
    return this.source.charAt(this.index++);
  }

  /** The decoded character, or undefined when the `&` stands for itself. */
  private readReference(): string | undefined {
    const match = /^&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(lt|gt|amp|quot)(?![a-z]));?/i.exec(
      this.source.slice(this.index, this.index + 12),
    );
    if (!match) return undefined;
    const named = { lt: "<", gt: ">", amp: "&", quot: '"' }[match[3] ?? ""];
    const code = match[1] !== undefined ? Number.parseInt(match[1], 16) : Number(match[2]);
    if (named === undefined && (code === 0 || code >= 0x10ffff)) return undefined;
    this.index += match[0].length;
    return named ?? String.fromCodePoint(code);
  }

  private readStartTag(): void {
    const begin = this.index++;
    const name = this.readUntilBlankOr(">").toLowerCase();
    if (this.index >= this.source.length) throw this.refusal("Unclosed start tag", begin);
    if (TYPE_OF_TAG[name] === undefined) throw this.refusal(`Unsupported start tag "${name}"`, begin);
    const attributes = new Map<string, string>();
    while (this.readAttribute(name, begin, attributes));
    this.index += 1;
    if (name === "span" && attributes.get("class") !== "tg-spoiler") {
      throw this.refusal('Tag "span" must have class "tg-spoiler"', begin);
    }
    this.open.push({ name, attributes, offset: this.text.length });
  }

  /** Reads one attribute; false at the closing bracket. */
  private readAttribute(tag: string, begin: number, attributes: Map<string, string>): boolean {
    this.skipBlanks();
    if (this.source[this.index] === ">") return false;
    const unclosed = this.refusal(`Unclosed start tag "${tag}"`, begin);
    const name = /^[^\s=>/"']*/.exec(this.source.slice(this.index))?.[0] ?? "";
    if (name === "") throw this.refusal(`Empty attribute name in the tag "${tag}"`, begin);
    this.index += name.length;
    this.skipBlanks();
    if (this.index >= this.source.length) throw unclosed;
    if (this.source[this.index] !== "=") {
      attributes.set(name, "");
      return true;
    }
    this.index += 1;
    this.skipBlanks();
    if (this.index >= this.source.length) throw unclosed;
    attributes.set(name, this.readValue());
    if (this.index >= this.source.length) throw this.refusal("Unclosed start tag", begin);
    return true;
  }

  private readValue(): string {
    const quote = this.source.charAt(this.index);
    if (quote !== '"' && quote !== "'") {
      const begin = this.index;
      const token = /^[a-z0-9.-]*/i.exec(this.source.slice(begin))?.[0] ?? "";
      this.index += token.length;
      const next = this.source[this.index];
      if (!isBlank(next) && next !== ">") throw this.refusal("Unexpected end of name token", begin);
      return token.toLowerCase();
    }
    this.index += 1;
    let value = "";
    while (this.index < this.source.length && this.source[this.index] !== quote) {
      value += (this.source[this.index] === "&" ? this.readReference() : undefined) ?? this.take();
    }
    this.index += 1;
    return value;
  }

  private readEndTag(): void {
    const begin = this.index;
    const tag = this.open.at(-1);
    if (!tag) throw this.refusal("Unexpected end tag", begin);
    this.index += 2;
    const name = this.readUntilBlankOr(">").toLowerCase();
    this.skipBlanks();
    if (this.source[this.index] !== ">") throw this.refusal("Unclosed end tag", begin);
    if (name !== "" && name !== tag.name) {
      throw this.refusal("Unmatched end tag", begin, `, expected "</${tag.name}>", found "</${name}>"`);
    }
    this.index += 1;
    this.open.pop();
    if (this.text.length > tag.offset) this.addMark(tag);
  }

  private addMark(tag: OpenTag): void {
    const { name, attributes, offset } = tag;
    const length = this.text.length - offset;
    const type = TYPE_OF_TAG[name];
    if (type !== undefined && type !== "special") this.marks.push({ type, offset, length });
    else if (name === "blockquote") {
      this.marks.push({ type: attributes.has("expandable") ? "expandable_blockquote" : "blockquote", offset, length });
    } else if (name === "a") {
      const mark = linkMark(attributes.get("href") || this.text.slice(offset), offset, length);
      if (mark) this.marks.push(mark);
    } else if (name === "tg-emoji") this.addEmoji(attributes.get("emoji-id") ?? "", offset, length);
    else if (name === "tg-time") this.addDate(attributes, offset, length);
    else this.addCode(tag, length);
  }

  private addEmoji(id: string, offset: number, length: number): void {
    if (!/^-?[1-9]\d*$/.test(id)) throw badRequest("Invalid custom emoji identifier specified");
    this.marks.push({ type: "custom_emoji", offset, length, argument: id });
  }

  private addDate(attributes: Map<string, string>, offset: number, length: number): void {
    const date = checkedDateMark(Number.parseInt(attributes.get("unix") ?? "0", 10), attributes.get("format") ?? "");
    if (date.unixTime > 0) {
      this.marks.push({ type: "date_time", offset, length, unixTime: date.unixTime, argument: date.format });
    }
  }

  /** `<pre><code class="language-x">` and `<code class="language-x"><pre>` are one block of code with a language. */
  private addCode(tag: OpenTag, length: number): void {
    const language = /^language-(.+)$/.exec(tag.attributes.get("class") ?? "")?.[1];
    const inner = this.marks.at(-1);
    const isWhole = inner?.offset === tag.offset && inner.length === length;
    if (tag.name === "pre" && isWhole && inner.type === "code" && inner.argument !== undefined) inner.type = "pre";
    else if (tag.name === "code" && isWhole && inner.type === "pre" && language !== undefined) {
      inner.argument = language;
    } else {
      const type = tag.name === "pre" ? "pre" : "code";
      this.marks.push({
        type,
        offset: tag.offset,
        length,
        ...(type === "code" && language ? { argument: language } : {}),
      });
    }
  }

  private readUntilBlankOr(end: string): string {
    const begin = this.index;
    while (!isBlank(this.source[this.index]) && this.source[this.index] !== end) this.index += 1;
    return this.source.slice(begin, this.index);
  }

  private skipBlanks(): void {
    while (this.index < this.source.length && isBlank(this.source[this.index])) this.index += 1;
  }

  private refusal(what: string, at: number, rest = ""): Error {
    return badRequest(`${what} at byte offset ${byteOffset(this.source, at)}${rest}`);
  }
}
