import { useSyncExternalStore } from "react";
import type { ChatView, MessageView } from "../../../telegram/control.js";

/** Last message each person has read, by `<person>:<chat>`. Kept for the tab, so a reload does not mark all as new. */
const STORAGE_KEY = "sandbox.read";

const listeners = new Set<() => void>();
let marks: Record<string, number> = load();

function load(): Record<string, number> {
  try {
    const stored: unknown = JSON.parse(window.sessionStorage.getItem(STORAGE_KEY) ?? "{}");
    if (typeof stored !== "object" || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
    );
  } catch {
    // Unread marks are a comfort; broken storage only makes old messages look new once.
    return {};
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function newestId(chat: ChatView): number {
  return chat.messages.reduce((newest, message) => Math.max(newest, message.id), 0);
}

/** A mark beyond the newest message belongs to a world that was started again: its ids begin anew. */
function lastRead(key: string, chat: ChatView): number {
  const mark = marks[key] ?? 0;
  return mark > newestId(chat) ? 0 : mark;
}

/** The person has seen everything the chat holds now. */
export function markRead(userId: number, chat: ChatView): void {
  const key = `${userId}:${chat.id}`;
  const newest = newestId(chat);
  if ((marks[key] ?? 0) === newest) return;
  marks = { ...marks, [key]: newest };
  window.sessionStorage.setItem(STORAGE_KEY, JSON.stringify(marks));
  for (const listener of listeners) listener();
}

function isNews(message: MessageView, after: number): boolean {
  return message.id > after && !message.isOutgoing && message.service === undefined;
}

export type Unread = { count: number; firstId: number | null };

/** What a person has not seen of a chat. */
export function unreadOf(userId: number, chat: ChatView): Unread {
  const after = lastRead(`${userId}:${chat.id}`, chat);
  const news = chat.messages.filter((message) => isNews(message, after));
  return { count: news.length, firstId: news[0]?.id ?? null };
}

/** Draws again when something was read; the value itself has no meaning. */
export function useReadMarks(): unknown {
  return useSyncExternalStore(subscribe, () => marks);
}
