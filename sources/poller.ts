import { claimDueSource, type ClaimedSource } from "../core/sources/claim-poll.js";
import { PollRecorder } from "../core/sources/record-poll.js";
import { createHttpGet, type HttpGet } from "./http-get.js";
import { AdapterCache, pollSource, type PollContext, type PollDeps } from "./poll-source.js";

/** More sources than that are asked one after another; each takes up to a minute. */
const MOST_AT_A_TIME = 8;

export interface PollerOptions {
  readonly allowsLocal: boolean;
  /** Only tests and the simulated casino put something else here. */
  readonly get?: HttpGet;
  readonly random?: () => number;
}

/** Asks every source when its time has come, several beside one another and each by one process at a time. */
export class Poller implements AsyncDisposable {
  readonly #context: PollContext;
  readonly #stop = new AbortController();
  readonly #recorder: PollRecorder;
  readonly #deps: PollDeps;
  readonly #underWay = new Set<Promise<void>>();

  constructor(context: PollContext, options: PollerOptions) {
    this.#context = context;
    this.#recorder = new PollRecorder(context.pool);
    this.#deps = {
      context,
      recorder: this.#recorder,
      get: options.get ?? createHttpGet({ clock: context.clock, allowsLocal: options.allowsLocal }, this.#stop.signal),
      adapters: new AdapterCache(),
      random: options.random ?? Math.random,
      stopping: this.#stop.signal,
    };
  }

  /** What questions of other kinds need. */
  get deps(): PollDeps {
    return this.#deps;
  }

  /** Begins whatever is due and does not wait for slow sources. @returns how many were begun */
  async round(): Promise<number> {
    let begun = 0;
    while (this.#underWay.size < MOST_AT_A_TIME && !this.#stop.signal.aborted) {
      const source = await claimDueSource(this.#context);
      if (source === undefined) break;
      begun += 1;
      const work = this.#poll(source).finally(() => this.#underWay.delete(work));
      this.#underWay.add(work);
    }
    return begun;
  }

  /** Waits until nothing is under way. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.settled();
    await this.#recorder[Symbol.asyncDispose]();
  }

  async #poll(source: ClaimedSource): Promise<void> {
    try {
      await pollSource(this.#deps, source);
    } catch (error) {
      // The database is away: the lease ends by itself, and the source is due again.
      this.#context.log.warn({ err: error, source: source.slug }, "a poll could not be recorded");
    }
  }
}
