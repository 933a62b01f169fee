/** Time as the sandbox sees it. Sockets keep real timers; everything Telegram dates or expires uses this. */
export type SandboxClock = {
  now(): Date;
  /** Offered by a clock that is moved by hand; without it the sandbox sets real timers. */
  onAdvance?(listener: () => void): () => void;
};

export type ManualClock = SandboxClock & {
  /** Moves time forward; work that became due (redeliveries, expiries) starts before this returns. */
  advance(ms: number): void;
  onAdvance(listener: () => void): () => void;
};

export const systemClock: SandboxClock = { now: () => new Date() };

/** A clock for tests that stands still until it is moved. */
export function createManualClock(start: Date): ManualClock {
  let nowMs = start.getTime();
  const listeners = new Set<() => void>();
  return {
    now: () => new Date(nowMs),
    advance(ms) {
      if (ms < 0) throw new RangeError("time only goes forward");
      nowMs += ms;
      for (const listener of listeners) listener();
    },
    onAdvance(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** Seconds since 1970, the unit of every date in the Bot API. */
export function unixSeconds(clock: SandboxClock): number {
  return Math.floor(clock.now().getTime() / 1000);
}

/** Runs `work` at `atMs` of the clock; returns how to cancel it. */
export function scheduleAt(clock: SandboxClock, atMs: number, work: () => void): () => void {
  if (!clock.onAdvance) {
    const timer = setTimeout(work, Math.max(0, atMs - clock.now().getTime()));
    timer.unref();
    return () => clearTimeout(timer);
  }
  const stop = clock.onAdvance(() => {
    if (clock.now().getTime() < atMs) return;
    stop();
    work();
  });
  return stop;
}
