import { BotError, GrammyError, HttpError } from "grammy";
import { scrubToken } from "../core/telegram/scrub-token.js";

/** What may be logged of an error: no token, no outgoing text, no update. */
export interface SafeError {
  name: string;
  message: string;
  stack?: string;
  code?: string | number;
  method?: string;
  description?: string;
  cause?: SafeError;
}

/** Levels of `cause` that are kept; deeper ones repeat the same story. */
const CAUSE_DEPTH = 2;

/**
 * The loggable part of any error. grammY's errors carry the context (and with it the token), the request's URL and
 * the outgoing text, so nothing of an error is copied but what is named here.
 */
export function safeError(error: unknown, depth = CAUSE_DEPTH): SafeError {
  if (error instanceof BotError) return safeError(error.error, depth);
  if (!(error instanceof Error)) return { name: "NotAnError", message: scrubToken(String(error)) };
  const safe: SafeError = { name: error.name, message: scrubToken(error.message) };
  if (error.stack !== undefined) safe.stack = scrubToken(error.stack);
  const code = "code" in error ? error.code : undefined;
  if (typeof code === "string" || typeof code === "number") safe.code = code;
  if (error instanceof GrammyError) {
    safe.method = error.method;
    safe.code = error.error_code;
    safe.description = scrubToken(error.description);
  }
  const cause = error instanceof HttpError ? error.error : error.cause;
  if (cause !== undefined && depth > 0) safe.cause = safeError(cause, depth - 1);
  return safe;
}

/** One line for a database column: what happened, without names, texts or tokens. */
export function errorSummary(error: unknown): string {
  const { name, code, method, description, message } = safeError(error, 0);
  return [name, method, code, description ?? message]
    .filter((part) => part !== undefined)
    .join(" ")
    .slice(0, 500);
}

/** Network errors that end before Telegram can have read the request. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
]);

/** How a call to Telegram went wrong, by what can be done about it. */
export type TelegramFault =
  /** Telegram said no; the same call will be refused again. */
  | { kind: "refused"; error: GrammyError }
  /** The bot may not write there: members are silenced, or the topic is closed or deleted. */
  | { kind: "forbidden"; error: GrammyError }
  /** The chat or person is out of reach: blocked, kicked, deleted. */
  | { kind: "gone"; error: GrammyError }
  /** The group lives on under another number. */
  | { kind: "migrated"; toChatId: number }
  | { kind: "tooFast"; retryAfterSeconds: number }
  /** Nothing has happened: it may be sent again. */
  | { kind: "notSent"; error: HttpError }
  /** Nobody knows whether Telegram acted: a repeat may be a second message. */
  | { kind: "unknown"; error: GrammyError | HttpError };

/** Telegram's words for a chat that takes no message from us now, though it may later. */
const MAY_NOT_WRITE = /not enough rights to send|CHAT_WRITE_FORBIDDEN|TOPIC_CLOSED|message thread not found/;

/** @returns `undefined` when the error did not come from a call to Telegram */
export function telegramFault(thrown: unknown): TelegramFault | undefined {
  const error = thrown instanceof BotError ? thrown.error : thrown;
  if (error instanceof HttpError) {
    const code = error.error instanceof Error && "code" in error.error ? error.error.code : undefined;
    const isNotSent = typeof code === "string" && NEVER_SENT.has(code);
    return { kind: isNotSent ? "notSent" : "unknown", error };
  }
  if (!(error instanceof GrammyError)) return undefined;
  const { retry_after: retryAfter, migrate_to_chat_id: migratedTo } = error.parameters;
  if (retryAfter !== undefined) return { kind: "tooFast", retryAfterSeconds: retryAfter };
  if (migratedTo !== undefined) return { kind: "migrated", toChatId: migratedTo };
  if (error.error_code === 403) return { kind: "gone", error };
  if (error.error_code >= 500) return { kind: "unknown", error };
  return { kind: MAY_NOT_WRITE.test(error.description) ? "forbidden" : "refused", error };
}

function isRefusal(error: unknown, text: string): boolean {
  return error instanceof GrammyError && error.error_code === 400 && error.description.includes(text);
}

/** The edit would change nothing: what was wanted is already there. */
export function isNotModified(error: unknown): boolean {
  return isRefusal(error, "message is not modified");
}

/** The person took too long or the press was answered before: nothing is left to do. */
export function isQueryTooOld(error: unknown): boolean {
  return isRefusal(error, "query is too old");
}

/** The topic was deleted or closed: General takes the message. */
export function isTopicGone(error: unknown): boolean {
  return isRefusal(error, "message thread not found") || isRefusal(error, "TOPIC_CLOSED");
}

/** The message was deleted, or is not ours to edit any more. */
export function isMessageGone(error: unknown): boolean {
  return isRefusal(error, "message to edit not found") || isRefusal(error, "message can't be edited");
}

/** The chat allows no pictures, or Telegram no longer knows the uploaded file: the text can go alone. */
export function isPictureRefused(error: unknown): boolean {
  return isRefusal(error, "not enough rights to send photos") || isRefusal(error, "wrong remote file identifier");
}
