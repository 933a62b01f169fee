/** Timers as an argument, so that tests move time by hand. Handles are the browser's numbers. */
export interface Timers {
  now: () => number;
  set: (run: () => void, delayMs: number) => number;
  clear: (handle: number) => void;
}

export const browserTimers: Timers = {
  now: () => Date.now(),
  set: (run, delayMs) => window.setTimeout(run, delayMs),
  clear: (handle) => {
    window.clearTimeout(handle);
  },
};
