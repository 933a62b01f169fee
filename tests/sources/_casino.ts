import type { Clock } from "../../core/clock.js";
import { SourceError } from "../../core/sources/reading.js";
import type { PolledCasino } from "../../sandbox/casino/polled/polled-casino.js";
import type { HttpGet } from "../../sources/http-get.js";

export interface MovableClock extends Clock {
  set(to: Date): Promise<void> | void;
}

/** A clock for tests without a database. */
export function movableClock(start: string): MovableClock {
  let now = new Date(start);
  return { now: () => new Date(now), set: (to) => void (now = to) };
}

export async function wait(clock: MovableClock, ms: number): Promise<void> {
  await clock.set(new Date(clock.now().getTime() + ms));
}

/**
 * Asks a simulated casino without a network: its figures are those of a moment in the middle of the answer's time, which
 * the clock then is behind.
 */
export function getFrom(casino: PolledCasino, clock: MovableClock, latencyMs = 12_000): HttpGet {
  return async (url, headers) => {
    const requestedAt = clock.now();
    await wait(clock, latencyMs / 2);
    const answer = casino.answer(url, headers);
    await wait(clock, latencyMs / 2 + answer.delayMs);
    if (answer.delayMs > 60_000) throw new SourceError("unavailable", "no answer within 60 s");
    if (answer.breaksOff) throw new SourceError("unavailable", "the answer broke off");
    return {
      status: answer.status,
      headers: answer.headers,
      body: Buffer.from(answer.body),
      requestedAt,
      receivedAt: clock.now(),
    };
  };
}
