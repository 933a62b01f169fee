import type { Mark } from "./marks.js";

type Detector = { type: Mark["type"]; pattern: RegExp };

/** Order matters: the first to claim a stretch keeps it. Each pattern's group 1 is the entity. */
const DETECTORS: readonly Detector[] = [
  { type: "email", pattern: /(?<![\w.+-])([\w.+-]{1,64}@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})/gi },
  {
    type: "url",
    pattern:
      /(?<![\p{L}\p{N}_@./-])((?:https?:\/\/|tg:\/\/)[^\s<>"]*[^\s<>".,;:!?)\]}'»]|(?:[a-z0-9-]+\.)+(?:com|org|net|io|me|app|dev|gg|tv|example|bet|casino)(?:[/?#][^\s<>"]*[^\s<>".,;:!?)\]}'»]|\/)?)(?![\p{L}\p{N}_])/giu,
  },
  { type: "mention", pattern: /(?<![\p{L}\p{N}_/@])(@[a-z][a-z0-9_]{2,31})(?![\p{L}\p{N}_])/giu },
  {
    type: "bot_command",
    pattern: /(?<![\p{L}\p{N}_/<>])(\/[a-z0-9_]{1,64}(?:@[a-z0-9_]{3,32})?)(?![\p{L}\p{N}_/<>])/giu,
  },
  { type: "hashtag", pattern: /(?<![\p{L}\p{N}_#])(#(?=[\p{L}\p{N}_]*\p{L})[\p{L}\p{N}_]{1,256})/gu },
  { type: "cashtag", pattern: /(?<![\p{L}\p{N}_$])(\$[A-Z]{3,8})(?![\p{L}\p{N}_$])/gu },
  { type: "phone_number", pattern: /(?<![\p{L}\p{N}_+])(\+\d{10,15})(?![\p{L}\p{N}_])/gu },
];

/**
 * What every Telegram client makes clickable by itself: commands, mentions, links, tags. Nothing is found inside
 * stretches that are taken (code, links, mentions); bold and the like do not stand in the way.
 */
export function detectEntities(text: string, taken: readonly Mark[]): Mark[] {
  const solid = new Set<Mark["type"]>(["code", "pre", "text_link", "text_mention", "custom_emoji", "date_time"]);
  const claimed = taken.filter((mark) => solid.has(mark.type) || DETECTORS.some((one) => one.type === mark.type));
  const found: Mark[] = [];
  for (const { type, pattern } of DETECTORS) {
    for (const match of text.matchAll(pattern)) {
      const word = match[1] ?? "";
      const mark: Mark = { type, offset: match.index + match[0].indexOf(word), length: word.length };
      if (![...claimed, ...found].some((other) => overlaps(mark, other))) found.push(mark);
    }
  }
  return found;
}

function overlaps(a: Mark, b: Mark): boolean {
  return a.offset < b.offset + b.length && b.offset < a.offset + a.length;
}
