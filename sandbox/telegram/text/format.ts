import type { MessageEntity } from "@grammyjs/types";
import { ApiError, badRequest } from "../errors.js";
import type { FormattedText } from "../state/records.js";
import { detectEntities } from "./detect.js";
import { parseHtml } from "./html.js";
import { parseMarkdown } from "./markdown.js";
import { parseMarkdownV2 } from "./markdown-v2.js";
import { codePoints } from "./marks.js";
import type { Mark, MarkedText } from "./marks.js";

const MAX_SOURCE_BYTES = 32_768;
const QUOTES = new Set<Mark["type"]>(["blockquote", "expandable_blockquote"]);
const CODE = new Set<Mark["type"]>(["code", "pre"]);

export type TextSource = {
  text: string;
  parseMode?: string | undefined;
  entities?: readonly MessageEntity[] | undefined;
};

export type TextRules = {
  /** Code points after parsing: 4096 for text, 1024 for captions. */
  maxLength: number;
  tooLong: string;
  /** Captions may be empty. */
  allowEmpty: boolean;
};

export const MESSAGE_RULES: TextRules = { maxLength: 4096, tooLong: "message is too long", allowEmpty: false };
export const CAPTION_RULES: TextRules = { maxLength: 1024, tooLong: "message caption is too long", allowEmpty: true };

/** Looks a person up for `text_mention`; unknown people leave plain text behind. */
export type UserLookup = (userId: number) => { id: number; is_bot: boolean; first_name: string } | undefined;

/**
 * Turns what the bot sent into text and entities as Telegram stores them: parsed, trimmed, nested properly, with
 * commands, mentions and links found.
 *
 * @throws ApiError when markup is broken, nothing is left, or it is too long
 */
export function formatText(source: TextSource, rules: TextRules, lookup: UserLookup): FormattedText {
  if (Buffer.byteLength(source.text, "utf8") > MAX_SOURCE_BYTES) throw badRequest("text is too long");
  const parsed = parseByMode(source);
  const clean = trimMarked(cleanCharacters({ text: parsed.text, marks: fixMarks(parsed) }));
  if (clean.text === "" && !rules.allowEmpty) throw badRequest("text must be non-empty");
  if (codePoints(clean.text) > rules.maxLength) throw badRequest(rules.tooLong);
  const marks = [...clean.marks, ...detectEntities(clean.text, clean.marks)].sort(inOrder);
  return { text: clean.text, entities: marks.flatMap((mark) => toEntity(mark, lookup)) };
}

function parseByMode(source: TextSource): MarkedText {
  const mode = (source.parseMode ?? "").toLowerCase();
  if (mode === "" || mode === "none") {
    return { text: source.text, marks: (source.entities ?? []).map(toMark) };
  }
  const parser = { html: parseHtml, markdown: parseMarkdown, markdownv2: parseMarkdownV2 }[mode];
  if (!parser) throw badRequest("unsupported parse_mode");
  try {
    return parser(source.text);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw badRequest(
      `can't parse entities: ${error.message.replace(/^Bad Request: (.)/, (_, first: string) => first.toUpperCase())}`,
    );
  }
}

/** Control characters become blanks; carriage returns and direction overrides (U+2028-202E) vanish. */
function cleanCharacters({ text, marks }: MarkedText): MarkedText {
  const positions: number[] = [];
  let clean = "";
  for (let index = 0; index < text.length; index += 1) {
    positions.push(clean.length);
    const code = text.charCodeAt(index);
    if (code === 0x0d || (code >= 0x2028 && code <= 0x202e)) continue;
    clean += code < 0x20 && code !== 0x0a ? " " : text.charAt(index);
  }
  const at = (index: number): number => positions[index] ?? clean.length;
  const moved = marks.map((mark) => {
    const offset = at(mark.offset);
    return { ...mark, offset, length: at(mark.offset + mark.length) - offset };
  });
  return { text: clean, marks: moved };
}

/** Drops what points outside, formatting inside code, and quotes inside quotes; cuts crossings at the outer end. */
function fixMarks({ text, marks }: MarkedText): Mark[] {
  const kept: Mark[] = [];
  for (const mark of [...marks].sort(inOrder)) {
    if (mark.offset < 0 || mark.offset > 1_000_000) {
      throw badRequest(`Receive an entity with incorrect offset ${mark.offset}`);
    }
    if (mark.length < 0 || mark.length > 1_000_000) {
      throw badRequest(`Receive an entity with incorrect length ${mark.length}`);
    }
    const outer = kept.filter((other) => other.offset + other.length > mark.offset);
    const end = Math.min(text.length, mark.offset + mark.length, ...outer.map((other) => other.offset + other.length));
    const isHidden = outer.some((other) => CODE.has(other.type) || (QUOTES.has(other.type) && QUOTES.has(mark.type)));
    if (end > mark.offset && !isHidden) kept.push({ ...mark, length: end - mark.offset });
  }
  return kept;
}

/** Blanks at the end go; blanks and line breaks before the first entity go too. */
function trimMarked({ text, marks }: MarkedText): MarkedText {
  const right = text.trimEnd();
  const firstMark = Math.min(right.length, ...marks.map((mark) => mark.offset));
  const left = /^[ \n]*/.exec(right.slice(0, firstMark))?.[0].length ?? 0;
  const trimmed = right.slice(left);
  const moved = marks.flatMap((mark) => {
    const offset = mark.offset - left;
    const length = Math.min(mark.length, trimmed.length - offset);
    return length > 0 ? [{ ...mark, offset, length }] : [];
  });
  return { text: trimmed, marks: moved };
}

function inOrder(a: Mark, b: Mark): number {
  return a.offset - b.offset || b.length - a.length;
}

function toMark(entity: MessageEntity): Mark {
  const { type, offset, length } = entity;
  switch (entity.type) {
    case "text_link":
      return { type, offset, length, argument: entity.url };
    case "text_mention":
      return { type, offset, length, userId: entity.user.id };
    case "pre":
      return { type, offset, length, ...(entity.language ? { argument: entity.language } : {}) };
    case "custom_emoji":
      return { type, offset, length, argument: entity.custom_emoji_id };
    case "date_time":
      return { type, offset, length, unixTime: entity.unix_time, argument: entity.date_time_format };
    default:
      return { type, offset, length };
  }
}

function toEntity(mark: Mark, lookup: UserLookup): MessageEntity[] {
  const { offset, length } = mark;
  switch (mark.type) {
    case "text_link":
      return [{ type: "text_link", offset, length, url: mark.argument ?? "" }];
    case "text_mention": {
      const user = lookup(mark.userId ?? 0);
      return user ? [{ type: "text_mention", offset, length, user }] : [];
    }
    case "pre":
      return [{ type: "pre", offset, length, ...(mark.argument ? { language: mark.argument } : {}) }];
    case "custom_emoji":
      return [{ type: "custom_emoji", offset, length, custom_emoji_id: mark.argument ?? "" }];
    case "date_time":
      return [{ type: "date_time", offset, length, unix_time: mark.unixTime ?? 0, ...dateFormat(mark.argument) }];
    default:
      return [{ type: mark.type, offset, length }];
  }
}

/** The type knows every legal format one by one; the parser has checked it by pattern. */
function dateFormat(format: string | undefined): { date_time_format: DateTimeFormat } {
  const known = DATE_TIME_FORMATS.find((one) => one === format);
  return { date_time_format: known ?? "" };
}

const DATE_TIME_FORMATS = [
  "r",
  "",
  "t",
  "T",
  "d",
  "dt",
  "dT",
  "D",
  "Dt",
  "DT",
  "w",
  "wt",
  "wT",
  "wd",
  "wdt",
  "wdT",
  "wD",
  "wDt",
  "wDT",
] as const;

type DateTimeFormat = (typeof DATE_TIME_FORMATS)[number];
