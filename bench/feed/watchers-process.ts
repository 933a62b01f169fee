import { reconnectDelayMs } from "../../miniapp/src/lib/live/machine.js";
import { Watcher } from "./watcher.js";

/** Readers of a feed, apart from what is measured. One order, one answer. */
export type WatchersOrder =
  /** Opens readers, as many at a time as `atOnce`, until each has what it asked for. */
  | { do: "open"; port: number; count: number; hello: object; atOnce: number }
  /** Counts what comes for a while. */
  | { do: "count"; seconds: number }
  /** Cuts all off at once; they come back by the rule of our own client, or without its jitter. */
  | { do: "storm"; hasJitter: boolean; limitSeconds: number }
  | { do: "close" };

export interface WatchersReport {
  readonly open: number;
  readonly seconds: number;
  /** Text frames that came, of all readers. */
  readonly frames: number;
  readonly bytes: number;
  /** Of some of the readers: which version came when (ms since 1970). */
  readonly arrivals: readonly (readonly [ver: number, atMs: number][])[];
  /** Handshakes of the busiest second. */
  readonly peakPerSecond: number;
  /** Attempts that were refused or cut. */
  readonly failures: number;
}

/** Every this many readers one keeps a list of what came when. */
const SAMPLE_EVERY = 100;

class Watchers {
  #watchers: Watcher[] = [];
  #order: { port: number; hello: object } = { port: 0, hello: {} };

  async answer(order: WatchersOrder): Promise<WatchersReport> {
    const started = performance.now();
    const opened: number[] = [];
    let failures = 0;
    for (const watcher of this.#watchers) watcher.forget();
    if (order.do === "open") await this.#open(order, opened);
    else if (order.do === "count") await pause(order.seconds * 1_000);
    else if (order.do === "storm") failures = await this.#storm(order, opened);
    else this.#watchers.splice(0).forEach((watcher) => watcher.drop());
    const seconds = (performance.now() - started) / 1_000;
    const sum = (of: (watcher: Watcher) => number) => this.#watchers.reduce((total, one) => total + of(one), 0);
    return {
      open: this.#watchers.filter((watcher) => watcher.isReady).length,
      seconds,
      frames: sum(({ frames }) => frames),
      bytes: sum(({ bytes }) => bytes),
      arrivals: this.#watchers.filter((_, at) => at % SAMPLE_EVERY === 0).map(({ arrivals }) => arrivals),
      peakPerSecond: peakPerSecond(opened),
      failures,
    };
  }

  async #open({ port, count, hello, atOnce }: Extract<WatchersOrder, { do: "open" }>, opened: number[]): Promise<void> {
    this.#order = { port, hello };
    const before = this.#watchers.length;
    for (let at = 0; at < count; at++) this.#watchers.push(new Watcher((before + at) % SAMPLE_EVERY === 0));
    const waiting = this.#watchers.slice(before);
    const lane = async (): Promise<void> => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        if (!(await next.connect(port, hello, () => opened.push(performance.now()))))
          throw new Error(`a reader was refused after ${opened.length} handshakes`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, lane));
  }

  /** @returns attempts that failed */
  async #storm(
    { hasJitter, limitSeconds }: Extract<WatchersOrder, { do: "storm" }>,
    opened: number[],
  ): Promise<number> {
    const { port, hello } = this.#order;
    const ends = performance.now() + limitSeconds * 1_000;
    let failures = 0;
    for (const watcher of this.#watchers) watcher.drop();
    const comeBack = async (watcher: Watcher): Promise<void> => {
      for (let attempt = 0; performance.now() < ends; attempt++) {
        await pause(hasJitter ? reconnectDelayMs(attempt, Math.random()) : 500);
        if (await watcher.connect(port, hello, () => opened.push(performance.now()))) return;
        failures += 1;
      }
    };
    await Promise.all(this.#watchers.map(comeBack));
    return failures;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function peakPerSecond(at: readonly number[]): number {
  const sorted = [...at].sort((a, b) => a - b);
  let peak = 0;
  for (let first = 0, last = 0; last < sorted.length; last++) {
    while ((sorted[last] ?? 0) - (sorted[first] ?? 0) > 1_000) first += 1;
    peak = Math.max(peak, last - first + 1);
  }
  return peak;
}

const watchers = new Watchers();
process.on("message", (order: WatchersOrder) => {
  void watchers.answer(order).then((report) => process.send?.(report));
});
process.on("disconnect", () => process.exit(0));
