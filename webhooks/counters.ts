import { Durations, type DurationCounts } from "../core/health/durations.js";

/** How a post ended; one counter each. */
export const outcomes = [
  "accepted",
  "duplicate",
  "quarantined",
  "not_found",
  "bad_method",
  "bad_media",
  "too_large",
  "too_slow",
  "bad_headers",
  "bad_timestamp",
  "bad_signature",
  "unknown_source",
  "removed_source",
  "rate_limited",
  "address_limited",
  "no_room",
  "draining",
  "contradicted",
  "gave_up",
] as const;
export type Outcome = (typeof outcomes)[number];

/** Counts since the start of the process. */
export class Counters {
  readonly #counts = new Map<Outcome, number>(outcomes.map((outcome) => [outcome, 0]));

  /** From a verified post's place in the queue until its answer: its commit is what takes time. */
  readonly #seconds = new Durations();

  answered(ms: number): void {
    this.#seconds.add(ms);
  }

  seconds(): DurationCounts {
    return this.#seconds.read();
  }

  add(outcome: Outcome): void {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1);
  }

  read(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}
