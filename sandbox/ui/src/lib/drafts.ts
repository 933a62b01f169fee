import { useSyncExternalStore } from "react";

/** What stands unsent in the composers, by `<person>:<chat>`. Outside React, so that typing draws the composer only. */
const drafts = new Map<string, string>();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function draftKey(userId: number, chatId: number): string {
  return `${userId}:${chatId}`;
}

/** Puts text into a composer, open or not. */
export function setDraft(userId: number, chatId: number, text: string): void {
  drafts.set(draftKey(userId, chatId), text);
  for (const listener of listeners) listener();
}

/** What stands in a composer. */
export function useDraft(userId: number, chatId: number): string {
  return useSyncExternalStore(subscribe, () => drafts.get(draftKey(userId, chatId)) ?? "");
}
