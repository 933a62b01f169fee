import type { InlineKeyboardMarkup, Message } from "grammy/types";
import type { HtmlBlock } from "./html.js";

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&amp;", "&"],
]);

/** The text that Telegram shows of our HTML. */
export function visibleText({ html }: HtmlBlock): string {
  return html
    .replaceAll(/<[^>]*>/g, "")
    .replaceAll(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES.get(entity) ?? entity)
    .trim();
}

/**
 * Whether a message already shows this text and these buttons. Telegram would refuse the edit ("message is not
 * modified"), and a refused edit too is counted against a group's 20 calls a minute.
 */
export function isSameMessage(
  message: Pick<Message, "text" | "reply_markup">,
  block: HtmlBlock,
  keyboard: InlineKeyboardMarkup["inline_keyboard"],
): boolean {
  return message.text === visibleText(block) && sketch(message.reply_markup?.inline_keyboard) === sketch(keyboard);
}

/** Labels and callback data by row; other buttons are told apart by their labels. */
function sketch(keyboard: InlineKeyboardMarkup["inline_keyboard"] | undefined): string {
  const rows = (keyboard ?? []).filter((row) => row.length > 0);
  return JSON.stringify(
    rows.map((row) => row.map((button) => [button.text, "callback_data" in button ? button.callback_data : ""])),
  );
}
