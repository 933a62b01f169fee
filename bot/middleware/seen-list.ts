import type { Clock } from "../../core/clock.js";

/** How long a stored description counts as fresh; "last seen" is that exact. */
const FRESH_MS = 10 * 60_000;
const MAX_ENTRIES = 10_000;

/** Remembers which descriptions were stored lately, so that a busy group does not write the same row at every update. */
export interface SeenList {
  has(entry: { id: number }): boolean;
  add(entry: { id: number }): void;
}

export function createSeenList(clock: Clock): SeenList {
  const seen = new Map<number, { text: string; atMs: number }>();
  return {
    has(entry) {
      const known = seen.get(entry.id);
      return (
        known !== undefined && known.text === JSON.stringify(entry) && clock.now().getTime() - known.atMs < FRESH_MS
      );
    },
    add(entry) {
      // Re-inserting moves the entry to the end, so the first key is the one stored longest ago.
      seen.delete(entry.id);
      seen.set(entry.id, { text: JSON.stringify(entry), atMs: clock.now().getTime() });
      const oldest = seen.keys().next();
      if (seen.size > MAX_ENTRIES && oldest.done !== true) seen.delete(oldest.value);
    },
  };
}
