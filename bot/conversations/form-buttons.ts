import type { InlineKeyboardButton } from "grammy/types";

/** Buttons of forms. They count only on the form's present message, so they carry no more than their value. */
const PREFIX = "q1:";
const MAX_BYTES = 64;

/** @throws RangeError when Telegram would refuse the button: a fault of the caller */
export function formButton(text: string, value: string): InlineKeyboardButton {
  const data = `${PREFIX}${value}`;
  if (Buffer.byteLength(data) > MAX_BYTES) throw new RangeError(`callback data over 64 bytes: ${data}`);
  return { text, callback_data: data };
}

/** @returns `undefined` when the button is not one of a form */
export function decodeFormPress(data: string): string | undefined {
  return data.startsWith(PREFIX) ? data.slice(PREFIX.length) : undefined;
}
