import type { Transformer } from "grammy";
import type { SendBudget } from "./send-budget.js";

/** Calls that Telegram counts: new messages, edits and what else changes a chat. Questions and toasts are free. */
const COUNTED = /^(send(?!ChatAction)|edit|forward|copy|pin|unpin)/;

/** Counts the bot's calls by chat, answers to people included, so that own messages keep out of their way. */
export function countCalls(budget: SendBudget, nowMs: () => number): Transformer {
  return (prev, method, payload, signal) => {
    const chatId = "chat_id" in payload ? payload.chat_id : undefined;
    if (typeof chatId === "number" && COUNTED.test(method)) budget.note(chatId, nowMs());
    return prev(method, payload, signal);
  };
}
