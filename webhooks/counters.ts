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

/** Whoever posts and is nobody we know. */
const UNKNOWN = "";

export interface OutcomeCount {
  readonly outcome: Outcome;
  /** Slug of a registered source; empty where it is not known. */
  readonly source: string;
  readonly count: number;
}

/** Counts since the start of the process. */
export class Counters {
  readonly #counts = new Map<Outcome, Map<string, number>>(outcomes.map((outcome) => [outcome, new Map()]));

  /** From the first wager of an accepted post to its arrival. */
  readonly #lag = new Durations();
  /** From a verified post's place in the queue until its answer: its commit is what takes time. */
  readonly #seconds = new Durations();

  answered(ms: number): void {
    this.#seconds.add(ms);
  }

  seconds(): DurationCounts {
    return this.#seconds.read();
  }

  happened(lagMs: number): void {
    this.#lag.add(lagMs);
  }

  lag(): DurationCounts {
    return this.#lag.read();
  }

  /** @param source slug of a registered source, so that strangers cannot make up names without end */
  add(outcome: Outcome, source = UNKNOWN): void {
    const counts = this.#counts.get(outcome);
    counts?.set(source, (counts.get(source) ?? 0) + 1);
  }

  /** Outcomes that never were stand there once with 0. */
  read(): OutcomeCount[] {
    return [...this.#counts].flatMap(([outcome, counts]) =>
      [...(counts.size === 0 ? [[UNKNOWN, 0] as const] : counts)].map(([source, count]) => ({
        outcome,
        source,
        count,
      })),
    );
  }
}
