/**
 * What we allow ourselves, as Telegram publishes no exact limits: 25 calls a second over all, one
 * a second for each chat, and in groups 20 a minute, edits included. Two of the twenty are left for answers to people.
 */
const SPACING_MS = 1000 / 25;
const CHAT_SPACING_MS = 1000;
const GROUP_WINDOW_MS = 60_000;
const GROUP_CALLS = 18;
/** While Telegram has asked for a pause anywhere, everything goes at a fifth of the pace. */
const FLOOD_SPACING_MS = SPACING_MS * 5;

/** Keeps count of calls and says to whom nothing may be sent at the moment. Times are milliseconds of one clock. */
export interface SendBudget {
  /** Counts a call to a chat, answers to people included. */
  note(chatId: number, nowMs: number): void;
  /** Counts a call of our own accord: these keep the overall pace. */
  noteOwn(nowMs: number): void;
  /** Telegram answered 429: that chat pauses, and everything slows down for as long. */
  noteFlood(chatId: number, retryAfterSeconds: number, nowMs: number): void;
  /** Chats to which nothing may be sent now. */
  blockedChats(nowMs: number): number[];
  /** Milliseconds until the overall pace allows the next call, 0 when it does now. */
  waitMs(nowMs: number): number;
}

interface ChatRecord {
  /** Calls of the last minute, oldest first; in private chats only the newest. */
  callsMs: number[];
  pausedUntilMs: number;
}

export function createSendBudget(): SendBudget {
  const chats = new Map<number, ChatRecord>();
  let nextOwnMs = 0;
  let slowUntilMs = 0;

  const record = (chatId: number): ChatRecord => {
    const known = chats.get(chatId);
    if (known !== undefined) return known;
    const made = { callsMs: [], pausedUntilMs: 0 };
    chats.set(chatId, made);
    return made;
  };

  return {
    note(chatId, nowMs) {
      record(chatId).callsMs.push(nowMs);
    },
    noteOwn(nowMs) {
      const spacing = nowMs < slowUntilMs ? FLOOD_SPACING_MS : SPACING_MS;
      nextOwnMs = Math.max(nowMs, nextOwnMs) + spacing;
    },
    noteFlood(chatId, retryAfterSeconds, nowMs) {
      const untilMs = nowMs + retryAfterSeconds * 1000;
      record(chatId).pausedUntilMs = untilMs;
      slowUntilMs = Math.max(slowUntilMs, untilMs);
    },
    blockedChats(nowMs) {
      const blocked: number[] = [];
      for (const [chatId, chat] of chats) {
        while ((chat.callsMs[0] ?? nowMs) <= nowMs - GROUP_WINDOW_MS) chat.callsMs.shift();
        if (chat.callsMs.length === 0 && chat.pausedUntilMs <= nowMs) chats.delete(chatId);
        else if (isBlocked(chatId, chat, nowMs)) blocked.push(chatId);
      }
      return blocked;
    },
    waitMs: (nowMs) => Math.max(0, nextOwnMs - nowMs),
  };
}

/** Groups have negative numbers. */
function isBlocked(chatId: number, chat: ChatRecord, nowMs: number): boolean {
  if (chat.pausedUntilMs > nowMs) return true;
  if ((chat.callsMs.at(-1) ?? Number.NEGATIVE_INFINITY) > nowMs - CHAT_SPACING_MS) return true;
  return chatId < 0 && chat.callsMs.length >= GROUP_CALLS;
}
