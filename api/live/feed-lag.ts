import type { BoardKey, BoardVersion } from "../../core/boards/live-boards.js";
import { Durations, type DurationCounts } from "../../core/health/durations.js";
import type { Log } from "../../core/log.js";

/** Milliseconds since a transaction wrote to the ledger, by the database's clock; `undefined` for one that did not. */
export type TransactionAge = (version: number) => Promise<number | undefined>;

/**
 * Samples the time from the commit of a wager to the frame that tells of it, across processes: a board's version is a
 * transaction, and the ledger knows when that was. Both ends are read on one clock, the database's.
 */
export class FeedLag {
  readonly #age: TransactionAge;
  readonly #log: Log;
  readonly #everyMs: number;
  readonly #durations = new Durations();
  #awaited: { key: BoardKey; version: number } | undefined;
  #nextAtMs = -Infinity;

  constructor(age: TransactionAge, log: Log, everyMs: number) {
    this.#age = age;
    this.#log = log;
    this.#everyMs = everyMs;
  }

  read(): DurationCounts {
    return this.#durations.read();
  }

  /** A board that is watched has moved. */
  moved(key: BoardKey, { version }: BoardVersion): void {
    if (this.#awaited === undefined && performance.now() >= this.#nextAtMs) this.#awaited = { key, version };
  }

  /** The last reader was given this version. */
  sent(key: BoardKey, version: number): void {
    const awaited = this.#awaited;
    if (awaited?.key !== key || version < awaited.version) return;
    this.#awaited = undefined;
    this.#nextAtMs = performance.now() + this.#everyMs;
    this.#measure(awaited.version, performance.now()).catch((error: unknown) =>
      this.#log.warn({ err: error }, "the lag of the feed could not be read"),
    );
  }

  /** Nobody watches the board any more. */
  forget(key: BoardKey): void {
    if (this.#awaited?.key === key) this.#awaited = undefined;
  }

  async #measure(version: number, sentAtMs: number): Promise<void> {
    const ageMs = await this.#age(version);
    // What has passed since the frame left is no part of its lag.
    if (ageMs !== undefined) this.#durations.add(ageMs - (performance.now() - sentAtMs));
  }
}
