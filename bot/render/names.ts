/** Letters of a name that fit beside rank and amount on a phone of 320 px. */
export const NAME_LENGTH = 18;
/** First-strong isolate and its end: a right-to-left name cannot turn the amounts beside it round. */
const ISOLATE = "\u2068";
const END_ISOLATE = "\u2069";
/**
 * Put before a line that may begin with a foreign name: clients take the direction of a line from its first strong
 * letter, and some look for it inside isolates too, which would turn the whole line round.
 */
export const LEFT_TO_RIGHT = "\u200e";
/** Marks kept on one letter: scripts need up to two or three, "zalgo" stacks hundreds. */
const MAX_MARKS = 3;
/** Code points kept in one letter; a family emoji with skin tones has 11, a stack of joiners has no end. */
const MAX_CODE_POINTS = 16;

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/**
 * Controls, line breaks, direction marks and everything that takes no room. The joiner, the emoji selector and the
 * tags of flags stay, because emoji are built with them; alone they are blank (U+2800 is the blank of Braille).
 */
const INVISIBLE = /(?!\u200d|\ufe0f|[\u{e0020}-\u{e007f}])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{DI}\u2800]/gu;
const SOMETHING_VISIBLE = /[^\p{DI}\p{M}\s]/u;

function calmMarks(grapheme: string): string {
  let marks = 0;
  return Array.from(grapheme)
    .filter((point) => !/\p{M}/u.test(point) || point === "\ufe0f" || ++marks <= MAX_MARKS)
    .slice(0, MAX_CODE_POINTS)
    .join("");
}

/**
 * A name from outside as it may stand in a line: one line, visible, at most `length` letters as people count them,
 * isolated in its own direction. Still to be escaped.
 */
export function displayName(name: string, length: number = NAME_LENGTH): string {
  const visible = name
    .normalize("NFC")
    .replaceAll(/[\p{Zs}\p{Zl}\p{Zp}\t-\r]+/gu, " ")
    .replaceAll(INVISIBLE, "")
    .trim();
  const letters: string[] = [];
  for (const { segment } of segmenter.segment(visible)) {
    if (letters.length === length) {
      letters[length - 1] = "…";
      break;
    }
    letters.push(calmMarks(segment));
  }
  const shown = letters.join("");
  return `${ISOLATE}${SOMETHING_VISIBLE.test(shown) ? shown : "?"}${END_ISOLATE}`;
}
