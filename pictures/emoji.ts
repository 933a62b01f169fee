import { type Image, loadImage } from "@napi-rs/canvas";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const packages = createRequire(import.meta.url);

/** Drawn emoji that are kept; a community uses a few dozen. */
const MAX_KEPT = 200;
/** The files are made for 36 px; drawn larger they must be laid out larger, or they blur. */
const SIDE = 144;
const kept = new Map<string, Image | undefined>();

const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u{20e3}/u;

/** Whether a letter, as people count them, is an emoji with a picture of its own. ©, ® and digits are ordinary letters. */
export function isEmoji(grapheme: string): boolean {
  return (
    EMOJI.test(grapheme) && (/\u{fe0f}|\u{200d}|\u{20e3}/u.test(grapheme) || /\p{Emoji_Presentation}/u.test(grapheme))
  );
}

/** Loads the pictures of emoji; drawing itself cannot wait for files. */
export async function loadEmoji(graphemes: Iterable<string>): Promise<void> {
  for (const grapheme of new Set(graphemes)) {
    if (kept.has(grapheme)) continue;
    const oldest = kept.keys().next();
    if (kept.size >= MAX_KEPT && oldest.done !== true) kept.delete(oldest.value);
    kept.set(grapheme, await readEmoji(grapheme));
  }
}

/** @returns `undefined` when it was not loaded or there is no picture of it */
export function emojiImage(grapheme: string): Image | undefined {
  return kept.get(grapheme);
}

async function readEmoji(grapheme: string): Promise<Image | undefined> {
  const points = Array.from(grapheme, (letter) => (letter.codePointAt(0) ?? 0).toString(16));
  // Twemoji's names leave the selector out, except where a joiner makes one emoji of several.
  const plain = points.filter((point) => point !== "fe0f").join("-");
  for (const name of [points.join("-"), plain]) {
    try {
      const svg = await readFile(packages.resolve(`@twemoji/svg/${name}.svg`), "utf8");
      return await loadImage(Buffer.from(svg.replace("<svg ", `<svg width="${SIDE}" height="${SIDE}" `)));
    } catch (error) {
      // No such emoji (it may be newer than the package): the next name, or nothing is drawn.
      if (!isMissing(error)) throw error;
    }
  }
  return undefined;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "MODULE_NOT_FOUND" || error.code === "ENOENT");
}
