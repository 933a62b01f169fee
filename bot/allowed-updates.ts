import type { Update } from "grammy/types";

/**
 * Every kind of update we handle. Passed at each start in both modes, because Telegram keeps the previous list when it
 * is left out, and its default has no `chat_member`.
 */
export const ALLOWED_UPDATES = [
  "message",
  "callback_query",
  "inline_query",
  "my_chat_member",
  "chat_member",
] as const satisfies readonly Exclude<keyof Update, "update_id">[];
