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

  add(outcome: Outcome): void {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1);
  }

  read(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}
