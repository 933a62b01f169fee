export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

interface Bucket {
  tokens: number;
  /** Milliseconds of `performance.now()`. */
  filledAt: number;
}

const MAX_BUCKETS = 10_000;

/** One bucket of tokens a key, refilled as time passes. */
export class TokenBuckets {
  readonly #rate: Rate;
  readonly #buckets = new Map<string | number, Bucket>();

  constructor(rate: Rate) {
    this.#rate = rate;
  }

  /** Keys that have a bucket. */
  get size(): number {
    return this.#buckets.size;
  }

  /** Takes a token even where there is none, so that what has been spent always counts. */
  spend(key: string | number, now: number): void {
    this.#filled(key, now).tokens -= 1;
  }

  isEmpty(key: string | number, now: number): boolean {
    return this.#buckets.has(key) && this.#filled(key, now).tokens < 1;
  }

  /** Whole seconds until there is a token again, at least 1. */
  secondsToWait(key: string | number, now: number): number {
    return Math.max(1, Math.ceil((1 - this.#filled(key, now).tokens) / this.#rate.perSecond));
  }

  #filled(key: string | number, now: number): Bucket {
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) {
      // Strangers choose their addresses; the oldest bucket is the likeliest to be full again.
      const oldest = this.#buckets.size >= MAX_BUCKETS ? this.#buckets.keys().next() : undefined;
      if (oldest?.done === false) this.#buckets.delete(oldest.value);
      bucket = { tokens: this.#rate.burst, filledAt: now };
      this.#buckets.set(key, bucket);
      return bucket;
    }
    const refill = ((now - bucket.filledAt) / 1_000) * this.#rate.perSecond;
    // Never further in debt than one burst, so that a flood does not lock its key out for hours.
    bucket.tokens = Math.max(-this.#rate.burst, Math.min(this.#rate.burst, bucket.tokens + refill));
    bucket.filledAt = now;
    return bucket;
  }
}
