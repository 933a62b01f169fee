/** A clock that runs `speed` times as fast since `startMs`: two processes with the same numbers read the same time. */
export function fastClock(startMs: number, speed: number): { now(): Date } {
  return { now: () => new Date(startMs + (Date.now() - startMs) * speed) };
}
