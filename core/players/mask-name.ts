import { createHash } from "node:crypto";
import { formatPlayerId, type PlayerId } from "../../wire/ids.js";

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });
const PLAIN = /^[\x20-\x7e]*$/;
/** Letters and digits that cannot be mistaken for one another. */
const TAG_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/**
 * Public form of a source's name: at most two leading letters, then a tag of the player's id that tells equal masks
 * apart. Short names show one letter or none, because two letters of a three-letter name give it away; nothing else of
 * the name reaches a public surface.
 */
export function maskName(name: string | null, id: PlayerId): string {
  return `${maskLetters(name)}${tag(id)}`;
}

/** The mask without a tag, for names behind which there is no player of ours. */
export function maskLetters(name: string | null): string {
  const letters = firstLetters(name ?? "");
  const shown = letters.length >= 5 ? 2 : letters.length >= 3 ? 1 : 0;
  return `${letters.slice(0, shown).join("")}***`;
}

/** As many letters as decide what is shown. Names are mostly plain ASCII; the segmenter triples the time of a mask (5.5 to 17 µs). */
function firstLetters(name: string): string[] {
  if (PLAIN.test(name)) return name.slice(0, 5).split("");
  const letters: string[] = [];
  for (const { segment } of graphemes.segment(name)) {
    letters.push(segment);
    if (letters.length === 5) break;
  }
  return letters;
}

function tag(id: PlayerId): string {
  const digest = createHash("sha256").update(formatPlayerId(id)).digest();
  return [0, 1, 2].map((at) => TAG_ALPHABET[(digest[at] ?? 0) % TAG_ALPHABET.length] ?? "").join("");
}
