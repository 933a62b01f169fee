/** Upper bounds in seconds of what is counted together (5 ms to 10 s). */
export const DURATION_BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

export interface DurationCounts {
  /** How many took at most as long as the bound of the same place, as Prometheus counts. */
  readonly atMost: readonly number[];
  readonly count: number;
  readonly sumSeconds: number;
}

/** How long something takes, counted by whoever does it: some comparisons each time, and nothing to wait for. */
export class Durations {
  readonly #within = DURATION_BOUNDS.map(() => 0);
  #count = 0;
  #sumMs = 0;

  /** @param ms less than 0 counts as 0: the clock was set back meanwhile */
  add(ms: number): void {
    const took = Math.max(0, ms);
    this.#count += 1;
    this.#sumMs += took;
    const at = DURATION_BOUNDS.findIndex((bound) => took <= bound * 1_000);
    if (at !== -1) this.#within[at] = (this.#within[at] ?? 0) + 1;
  }

  read(): DurationCounts {
    let sum = 0;
    return { atMost: this.#within.map((count) => (sum += count)), count: this.#count, sumSeconds: this.#sumMs / 1_000 };
  }
}
