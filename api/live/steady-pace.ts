import { TokenBucket } from "./token-bucket.js";

const TICK_MS = 10;
/** What may pass at once, as a share of a second: two ticks, so that a late timer does not slow the pace. */
const BURST_SHARE = 0.02;

/**
 * Lets work through at a steady pace, in the order in which it came. 5,000 readers who lost their connections come back
 * within a second; answered as they come, their handshakes, tokens and first pages hold up everybody else's frames
 * (0.6 s were measured), paced they are all back 5 s later and nobody notices.
 */
export class SteadyPace implements Disposable {
  readonly #bucket: TokenBucket;
  readonly #waiting: (() => void)[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(perSecond: number) {
    this.#bucket = new TokenBucket(perSecond, Math.max(1, perSecond * BURST_SHARE), performance.now());
  }

  /** Does the work now when the pace allows it, else as soon as it does. */
  take(work: () => void): void {
    if (this.#waiting.length === 0 && this.#bucket.take(performance.now())) return work();
    this.#waiting.push(work);
    this.#timer ??= setInterval(() => this.#go(), TICK_MS);
  }

  /** Work that waits is not done any more. */
  [Symbol.dispose](): void {
    this.#waiting.length = 0;
    this.#stop();
  }

  #go(): void {
    const nowMs = performance.now();
    let done = 0;
    while (done < this.#waiting.length && this.#bucket.take(nowMs)) this.#waiting[done++]?.();
    this.#waiting.splice(0, done);
    if (this.#waiting.length === 0) this.#stop();
  }

  #stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
