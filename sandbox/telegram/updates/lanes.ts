import type { CallbackQuery, InaccessibleMessage, Update } from "@grammyjs/types";
import type { BotMessage } from "../render/bot-message.js";

type MessageKind = "message" | "edited_message" | "channel_post" | "edited_channel_post";

type SandboxCallbackQuery = Omit<CallbackQuery, "message"> & { message?: BotMessage | InaccessibleMessage };

/** What happened, before it gets a number. */
export type UpdateBody = Omit<Update, "update_id" | "callback_query" | MessageKind> & {
  [Kind in MessageKind]?: BotMessage;
} & { callback_query?: SandboxCallbackQuery };

export type SandboxUpdate = UpdateBody & { update_id: number };

export type UpdateKind = Exclude<keyof Update, "update_id">;

const HOUR_MS = 3_600_000;

/** Names every kind, so that allowed_updates can be checked. */
export const UPDATE_KINDS = [
  "message",
  "edited_message",
  "channel_post",
  "edited_channel_post",
  "business_connection",
  "business_message",
  "edited_business_message",
  "deleted_business_messages",
  "guest_message",
  "stopped_message_generation",
  "message_reaction",
  "message_reaction_count",
  "inline_query",
  "chosen_inline_result",
  "callback_query",
  "shipping_query",
  "pre_checkout_query",
  "purchased_paid_media",
  "poll",
  "poll_answer",
  "my_chat_member",
  "chat_member",
  "chat_join_request",
  "chat_boost",
  "removed_chat_boost",
  "managed_bot",
  "subscription",
] as const satisfies readonly UpdateKind[];

const NOT_BY_DEFAULT = new Set<string>(["chat_member", "message_reaction", "message_reaction_count"]);

export const DEFAULT_KINDS: ReadonlySet<UpdateKind> = new Set(UPDATE_KINDS.filter((kind) => !NOT_BY_DEFAULT.has(kind)));

export function kindOf(body: UpdateBody): UpdateKind {
  const kind = UPDATE_KINDS.find((one) => body[one] !== undefined);
  if (!kind) throw new Error("an update must have a kind");
  return kind;
}

/**
 * Telegram delivers webhooks in parallel lanes, one request in flight per lane: messages by chat, queries by
 * person, `my_chat_member` by chat but apart from messages.
 */
export function laneOf(body: UpdateBody): string {
  if (body.callback_query) return `callback:${body.callback_query.from.id}`;
  if (body.inline_query) return `inline:${body.inline_query.from.id}`;
  if (body.chosen_inline_result) return `chosen:${body.chosen_inline_result.from.id}`;
  if (body.my_chat_member) return `my_chat_member:${body.my_chat_member.chat.id}`;
  if (body.chat_member) return `chat_member:${body.chat_member.new_chat_member.user.id}`;
  if (body.chat_join_request) return `join:${body.chat_join_request.from.id}`;
  if (body.message_reaction) return `reaction:${body.message_reaction.chat.id}`;
  const message = body.message ?? body.edited_message ?? body.channel_post ?? body.edited_channel_post;
  return `message:${message?.chat.id ?? 0}`;
}

/** How long an undelivered update is kept before it is dropped silently. */
export function lifetimeMs(kind: UpdateKind): number {
  if (kind === "callback_query") return 150_000;
  if (kind === "inline_query") return 30_000;
  if (kind === "chosen_inline_result") return 600_000;
  return 24 * HOUR_MS;
}
