import type { Timers } from "./timers.js";

export interface Refresher {
  /** Runs now or, when it ran less than the gap ago, as soon as the gap is over; one wait at a time. */
  request(leastDelayMs?: number): void;
  cancel(): void;
}

/** Keeps something fresh after changes without asking for it on each of them. @param gapMs least time between runs */
export function createRefresher(timers: Timers, gapMs: number, run: () => void): Refresher {
  let lastMs = Number.NEGATIVE_INFINITY;
  let handle: number | undefined;
  return {
    request: (leastDelayMs = 0) => {
      if (handle !== undefined) return;
      const delayMs = Math.max(leastDelayMs, lastMs + gapMs - timers.now());
      handle = timers.set(
        () => {
          handle = undefined;
          lastMs = timers.now();
          run();
        },
        Math.max(0, delayMs),
      );
    },
    cancel: () => {
      if (handle !== undefined) timers.clear(handle);
      handle = undefined;
    },
  };
}
