import type { PersonView } from "../../../telegram/control.js";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function firstGrapheme(word: string): string {
  for (const { segment } of segmenter.segment(word)) return segment;
  return "";
}

/** One or two letters for an avatar, whole graphemes so that no script or emoji is cut in half. */
export function initials(name: string): string {
  const words = name.split(/\s+/u).filter((word) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(word));
  const [first = "?", second = ""] = [words[0], words.length > 1 ? words.at(-1) : undefined];
  return (firstGrapheme(first) + firstGrapheme(second)).toLocaleUpperCase();
}

/** Which of the seven avatar and name colours an id has; the same everywhere. */
export function colorIndex(id: number): number {
  return Math.abs(id) % 7;
}

/** First and last name, as everybody sees them. */
export function personName(person: Pick<PersonView, "firstName" | "lastName">): string {
  return person.lastName === undefined ? person.firstName : `${person.firstName} ${person.lastName}`;
}

/** Telegram names some reactions ("❤") without the selector that makes fonts draw them in colour. */
export function asEmoji(emoji: string): string {
  return emoji.length === 1 ? `${emoji}\uFE0F` : emoji;
}
