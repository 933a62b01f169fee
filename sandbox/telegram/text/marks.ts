import type { MessageEntity } from "@grammyjs/types";
import { checkedLink, userIdOfLink } from "./link-targets.js";

/** A formatted stretch before people are looked up; offsets are UTF-16 code units. */
export type Mark = {
  type: MessageEntity["type"];
  offset: number;
  length: number;
  /** Link target, language of `pre`, id of a custom emoji, format of a date. */
  argument?: string;
  userId?: number;
  unixTime?: number;
};

export type MarkedText = { text: string; marks: Mark[] };

/** A link becomes a link, a mention of a person, or nothing when its target is no URL. */
export function linkMark(url: string, offset: number, length: number): Mark | undefined {
  const userId = userIdOfLink(url);
  if (userId !== undefined) return { type: "text_mention", offset, length, userId };
  const target = checkedLink(url);
  return target === undefined ? undefined : { type: "text_link", offset, length, argument: target };
}

/** Offsets in Telegram's parse errors count UTF-8 bytes. */
export function byteOffset(text: string, index: number): number {
  return Buffer.byteLength(text.slice(0, index), "utf8");
}

/** The end of the text counts as a blank, as the terminating zero does in Telegram's parser. */
export function isBlank(character: string | undefined): boolean {
  return character === undefined || /[\s\v]/.test(character);
}

/** Telegram's length limits count code points: 4,096 emoji fit into one message. */
export function codePoints(text: string): number {
  return Array.from(text).length;
}
