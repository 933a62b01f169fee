import type { Message } from "@grammyjs/types";

export type PlainMessage = Omit<Message, "reply_to_message">;

/** Telegram's message; a quoted one does not quote again, which the library's type cannot say exactly. */
export type BotMessage = PlainMessage & { reply_to_message?: PlainMessage };
