import { type Api, GrammyError } from "grammy";
import type { Clock } from "../core/clock.js";

/** How long an answer of Telegram about somebody's rights is believed. */
const FRESH_MS = 60_000;
const MAX_ENTRIES = 5_000;

/** Who administers which group, as Telegram says. */
export interface AdminCheck {
  isAdmin(chatId: number, userId: number): Promise<boolean>;
  /** Somebody's rights in the group changed: ask again. */
  forget(chatId: number): void;
}

export function createAdminCheck(api: Api, clock: Clock): AdminCheck {
  const known = new Map<string, { isAdmin: boolean; atMs: number }>();
  return {
    async isAdmin(chatId, userId) {
      const key = `${chatId}:${userId}`;
      const nowMs = clock.now().getTime();
      const entry = known.get(key);
      if (entry !== undefined && nowMs - entry.atMs < FRESH_MS) return entry.isAdmin;
      const isAdmin = await askTelegram(api, chatId, userId);
      if (known.size >= MAX_ENTRIES) known.clear();
      known.set(key, { isAdmin, atMs: nowMs });
      return isAdmin;
    },
    forget(chatId) {
      for (const key of known.keys()) if (key.startsWith(`${chatId}:`)) known.delete(key);
    },
  };
}

async function askTelegram(api: Api, chatId: number, userId: number): Promise<boolean> {
  try {
    const { status } = await api.getChatMember(chatId, userId);
    return status === "creator" || status === "administrator";
  } catch (error) {
    // No such chat or member, or the bot is not there: nobody administers what it cannot see.
    if (error instanceof GrammyError && (error.error_code === 400 || error.error_code === 403)) return false;
    throw error;
  }
}
