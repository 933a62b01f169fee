import type { CoreContext } from "../../core/context.js";
import { leaveTopic } from "../../core/telegram/live-board-store.js";
import { enqueueMessages } from "../../core/telegram/outbox.js";
import { isTopicGone } from "../telegram-errors.js";
import { type Notice, NOTICE_KIND } from "./notice-renderer.js";

/**
 * The topic is closed or deleted: everything for this chat goes on in General, and its administrators are told once.
 * @returns false when that is not what Telegram refused
 */
export async function mendTopic(
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  { chatId, threadId }: { chatId: number; threadId: number | null },
  error: unknown,
): Promise<boolean> {
  if (threadId === null || !isTopicGone(error)) return false;
  await leaveTopic(pool, chatId);
  const dedupeKey = `topic-gone:${chatId}:${threadId}`;
  const notice = { dedupeKey, chatId, kind: NOTICE_KIND, payload: { notice: "topicGone" satisfies Notice } };
  await enqueueMessages(pool, clock.now(), [notice]);
  return true;
}
