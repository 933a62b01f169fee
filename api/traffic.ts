import { Durations, type DurationCounts } from "../core/health/durations.js";

export interface TrafficCounts {
  /** Answers by status. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly seconds: DurationCounts;
}

/** What the API has answered since its start, and how fast. Streams are not in it: they last as long as somebody reads. */
export class Traffic {
  readonly #statuses = new Map<number, number>();
  readonly #seconds = new Durations();

  note(status: number, ms: number): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    this.#seconds.add(ms);
  }

  read(): TrafficCounts {
    return { statuses: this.#statuses, seconds: this.#seconds.read() };
  }
}
