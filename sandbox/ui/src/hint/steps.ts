import { useSyncExternalStore } from "react";

/** What a newcomer should have done once; each ticks itself. */
export type StepId = "start" | "command" | "app" | "switch";

const STORAGE_KEY = "sandbox.steps";
const HIDDEN = "hidden";

const listeners = new Set<() => void>();
let stored = window.localStorage.getItem(STORAGE_KEY) ?? "";

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function add(word: string): void {
  if (stored.split(" ").includes(word)) return;
  stored = `${stored} ${word}`.trim();
  window.localStorage.setItem(STORAGE_KEY, stored);
  for (const listener of listeners) listener();
}

/** Ticks a step for good. */
export function completeStep(step: StepId): void {
  add(step);
}

/** The newcomer has seen enough. */
export function hideSteps(): void {
  add(HIDDEN);
}

/** What is ticked, and whether the card is gone. */
export function useSteps(): { done: ReadonlySet<string>; isHidden: boolean } {
  const done = new Set(useSyncExternalStore(subscribe, () => stored).split(" "));
  return { done, isHidden: done.has(HIDDEN) };
}
