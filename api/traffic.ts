import type { SignInFault } from "../core/errors.js";
import { Durations, type DurationCounts } from "../core/health/durations.js";

export interface TrafficCounts {
  /** Answers by status. */
  readonly statuses: ReadonlyMap<number, number>;
  readonly seconds: DurationCounts;
  /** Requests that were not let in, by reason. */
  readonly notSignedIn: ReadonlyMap<SignInFault, number>;
}

/** What the API has answered since its start, and how fast. Streams are not in it: they last as long as somebody reads. */
export class Traffic {
  readonly #statuses = new Map<number, number>();
  readonly #seconds = new Durations();
  readonly #notSignedIn = new Map<SignInFault, number>();

  note(status: number, ms: number): void {
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    this.#seconds.add(ms);
  }

  noteNotSignedIn(fault: SignInFault): void {
    this.#notSignedIn.set(fault, (this.#notSignedIn.get(fault) ?? 0) + 1);
  }

  read(): TrafficCounts {
    return { statuses: this.#statuses, seconds: this.#seconds.read(), notSignedIn: this.#notSignedIn };
  }
}
