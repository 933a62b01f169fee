import type { SandboxClock } from "./clock.js";
import { ApiError } from "./errors.js";
import type { Call } from "./http/call.js";

/** Fixed numbers for tests; Telegram's own are not published and differ by chat. */
export type RateRules = {
  /** Messages to one chat that may follow each other without pause, and how many a second are restored. */
  perChatBurst: number;
  perChatPerSecond: number;
  /** Sends and edits in one group within a minute. */
  perGroupPerMinute: number;
  /** Over all chats within a second. */
  overallPerSecond: number;
};

export const TELEGRAM_FAQ_RATES: RateRules = {
  perChatBurst: 3,
  perChatPerSecond: 1,
  perGroupPerMinute: 20,
  overallPerSecond: 30,
};

/** Methods that spend the allowance; edits count like new messages. Answers to callbacks are free. */
const SPENDING =
  /^(?:send(?!ChatAction)|edit|copy|forward|pinChatMessage|unpin|deleteMessage|setMessageReaction|create|close|reopen)/;

/** Rate limiter, off until `rules` are set. Windows are counted by the sandbox clock. */
export class RateLimits {
  rules: RateRules | undefined;
  private readonly spent: { chatId: number; atMs: number }[] = [];
  private readonly clock: SandboxClock;

  constructor(clock: SandboxClock) {
    this.clock = clock;
  }

  /** @throws ApiError 429 with `retry_after` */
  spend(call: Call): void {
    const { rules } = this;
    const chatId = call.number("chat_id");
    if (!rules || chatId === undefined || !SPENDING.test(call.method)) return;
    const now = this.clock.now().getTime();
    while (this.spent[0] && this.spent[0].atMs <= now - 60_000) this.spent.shift();
    const waitMs = Math.max(
      this.waitMs(rules.overallPerSecond, 1_000, now),
      this.waitMs(rules.perChatBurst, (rules.perChatBurst * 1_000) / rules.perChatPerSecond, now, chatId),
      chatId < 0 ? this.waitMs(rules.perGroupPerMinute, 60_000, now, chatId) : 0,
    );
    if (waitMs > 0) throw tooManyRequests(Math.ceil(waitMs / 1000));
    this.spent.push({ chatId, atMs: now });
  }

  /** How long until fewer than `allowed` calls lie within the window. */
  private waitMs(allowed: number, windowMs: number, now: number, chatId?: number): number {
    const inside = this.spent.filter(
      (one) => one.atMs > now - windowMs && (chatId === undefined || one.chatId === chatId),
    );
    const oldest = inside[inside.length - allowed];
    return oldest ? oldest.atMs + windowMs - now : 0;
  }
}

/** `Too Many Requests: retry after N` with the parameter that clients obey. */
export function tooManyRequests(seconds: number): ApiError {
  const retryAfter = Math.max(1, seconds);
  return new ApiError(429, `retry after ${retryAfter}`, { retry_after: retryAfter });
}
