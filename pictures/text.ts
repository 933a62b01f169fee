import type { SKRSContext2D } from "@napi-rs/canvas";
import { emojiImage, isEmoji } from "./emoji.js";
import { setFont } from "./fonts.js";

const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });
/**
 * Marks that fit on any letter, which no font but a special one has; what languages need of them, NFC has joined with
 * its letter. "Zalgo" is made of hundreds of these.
 */
const LOOSE_MARKS =
  /[\u{300}-\u{36f}\u{1ab0}-\u{1aff}\u{1dc0}-\u{1dff}\u{20d0}-\u{20df}\u{20e1}\u{20e2}\u{20e4}-\u{20f0}\u{fe20}-\u{fe2f}]/gu;
/** More letters than any line of a picture holds. */
const MAX_LETTERS = 80;
const MAX_UNITS = 1_000;
/** Controls, marks of direction and what takes no room; the joiner and the selector make emoji. */
const INVISIBLE = /(?!\u{200d}|\u{fe0f}|[\u{e0020}-\u{e007f}])[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{DI}\u{2800}]/gu;
/** Letters in fancy dress from the block for mathematics, which no text font has. */
const FANCY = /[\u{1d400}-\u{1d7ff}]/gu;
const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** A text from outside as the letters that people see. */
export function visibleLetters(text: string): string[] {
  // First cut short: taking a text apart into letters gets slow with the square of its length.
  const shown = text
    .slice(0, MAX_UNITS)
    .normalize("NFC")
    .replaceAll(FANCY, (letter) => letter.normalize("NFKC"))
    .replaceAll(LOOSE_MARKS, "")
    .replaceAll(/\s+/gu, " ")
    .replaceAll(INVISIBLE, "")
    .trim();
  return [...segmenter.segment(shown)].slice(0, MAX_LETTERS).map(({ segment }) => segment);
}

export interface TextStyle {
  /** 100 to 900. */
  weight: number;
  size: number;
  color: string;
  align?: "left" | "center" | "right";
  /** Widest line in pixels; a longer text is set smaller down to `minSize`, then cut. */
  maxWidth?: number;
  minSize?: number;
}

/** Draws one line with its baseline at `y`. @returns its width in pixels */
export function drawText(context: SKRSContext2D, text: string, x: number, y: number, style: TextStyle): number {
  const { size, runs, width } = fit(context, visibleLetters(text), style);
  context.fillStyle = style.color;
  context.textAlign = "left";
  let left = style.align === "center" ? x - width / 2 : style.align === "right" ? x - width : x;
  for (const run of runs) {
    if (run.image === undefined) {
      setFont(context, run.text, style.weight, size);
      context.fillText(run.text, left, y);
    } else {
      const side = size * 1.1;
      context.drawImage(run.image, left + size * 0.05, y - size * 0.92, side, side);
    }
    left += run.width;
  }
  return width;
}

interface Run {
  text: string;
  width: number;
  image: ReturnType<typeof emojiImage>;
}

interface Line {
  size: number;
  runs: Run[];
  width: number;
}

function fit(context: SKRSContext2D, letters: readonly string[], style: TextStyle): Line {
  const { maxWidth = Number.POSITIVE_INFINITY, minSize = style.size } = style;
  let line = lay(context, letters, style.size, style.weight);
  for (let size = style.size - 2; line.width > maxWidth && size >= minSize; size -= 2) {
    line = lay(context, letters, size, style.weight);
  }
  let kept = letters.length;
  while (line.width > maxWidth && kept > 1) {
    // First a guess by the average letter, then one by one.
    kept = Math.min(kept - 1, Math.max(1, Math.ceil((kept * maxWidth) / line.width)));
    line = lay(context, [...letters.slice(0, kept), "…"], line.size, style.weight);
  }
  return line;
}

/** Text and emoji side by side; in a text that begins right to left, from the right. */
function lay(context: SKRSContext2D, letters: readonly string[], size: number, weight: number): Line {
  const pieces: { text: string; image: Run["image"] }[] = [];
  for (const letter of letters) {
    const image = isEmoji(letter) ? emojiImage(letter) : undefined;
    const last = pieces.at(-1);
    if (image === undefined && last !== undefined && last.image === undefined) last.text += letter;
    else pieces.push({ text: letter, image });
  }
  const runs = pieces.map(({ text, image }) => ({ text, image, width: widthOf(context, text, image, size, weight) }));
  if (startsRightToLeft(letters)) runs.reverse();
  return { size, runs, width: runs.reduce((sum, run) => sum + run.width, 0) };
}

function widthOf(context: SKRSContext2D, text: string, image: Run["image"], size: number, weight: number): number {
  if (image !== undefined) return size * 1.2;
  setFont(context, text, weight, size);
  return context.measureText(text).width;
}

function startsRightToLeft(letters: readonly string[]): boolean {
  const first = letters.find((letter) => /\p{L}/u.test(letter));
  return first !== undefined && RIGHT_TO_LEFT.test(first);
}
