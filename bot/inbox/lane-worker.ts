import type { Clock } from "../../core/clock.js";
import type { Log } from "../../core/log.js";
import { pruneConversations } from "../../core/telegram/conversation-store.js";
import {
  buryUpdate,
  claimUpdates,
  type ClaimedUpdate,
  finishUpdate,
  postponeUpdate,
  pruneUpdates,
  releaseLanes,
} from "../../core/telegram/inbox.js";
import type { Pool } from "pg";
import { safeError } from "../telegram-errors.js";
import type { InboxConnection, InboxSession } from "./inbox-connection.js";
import type { Wakeup } from "./wakeup.js";

/** What became of an update. */
export type Outcome =
  | { kind: "done" }
  | { kind: "retry"; afterMs: number; error: string }
  | { kind: "dead"; error: string };

/**
 * Lanes worked on at once. One answer takes 5 to 10 ms of waiting for the database and Telegram, so 8 lanes leave room
 * above 50 updates/s and use at most 8 of the pool's connections for a moment.
 */
const CONCURRENCY = 8;
/** The guarantee behind the wake-ups: postponed updates, and what other processes stored. */
const IDLE_MS = 250;
/** How long handlers may still run once the bot stops. */
const DRAIN_MS = 10_000;
const PRUNE_EVERY_MS = 3_600_000;
const MARK_ATTEMPTS = 5;

export interface LaneWorkerOptions {
  pool: Pool;
  clock: Clock;
  log: Log;
  botId: number;
  connection: InboxConnection;
  wakeup: Wakeup;
  handle: (update: ClaimedUpdate) => Promise<Outcome>;
}

/**
 * Handles stored updates: lanes side by side, the updates of a lane one after another, each marked when its effects
 * are there. Any number of processes may do this on one database.
 */
export function startLaneWorker(options: LaneWorkerOptions, signal: AbortSignal): AsyncDisposable {
  const worker = new LaneWorker(options);
  const loop = worker.run(signal);
  return {
    async [Symbol.asyncDispose]() {
      await loop;
    },
  };
}

class LaneWorker {
  readonly #options: LaneWorkerOptions;
  /** Lanes locked by this process: in work, or finished and not yet given back. */
  #locked = new Set<string>();
  /** What is being handled, by lane. */
  readonly #inWork = new Map<string, Promise<void>>();
  #finished: string[] = [];
  #generation = 0;
  #prunedAtMs: number;

  constructor(options: LaneWorkerOptions) {
    this.#options = options;
    this.#prunedAtMs = options.clock.now().getTime();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { log, wakeup } = this.#options;
    while (!signal.aborted) {
      try {
        await this.#round();
      } catch (error) {
        // The database is away: updates stay where they are and the next round tries again.
        log.warn({ error: safeError(error) }, "updates could not be claimed");
      }
      await wakeup.wait(IDLE_MS, signal);
    }
    await this.#drain();
  }

  async #round(): Promise<void> {
    await this.#options.connection.use((session) => this.#claim(session));
    await this.#prune(this.#options.clock.now());
  }

  async #claim({ client, generation }: InboxSession): Promise<void> {
    const { botId, clock } = this.#options;
    if (generation !== this.#generation) {
      // The old session's locks are gone; lanes still in work stay listed until their handlers end.
      this.#generation = generation;
      this.#finished = [];
      this.#locked = new Set(this.#inWork.keys());
    }
    const finished = [...this.#finished];
    await releaseLanes(client, botId, finished);
    this.#finished = this.#finished.slice(finished.length);
    for (const lane of finished) this.#locked.delete(lane);
    const limit = CONCURRENCY - this.#inWork.size;
    if (limit <= 0) return;
    const claimed = await claimUpdates(client, { botId, busy: [...this.#locked], limit, now: clock.now() });
    for (const lane of claimed.lanes) this.#locked.add(lane);
    const taken = new Set(claimed.updates.map(({ lane }) => lane));
    this.#finished.push(...claimed.lanes.filter((lane) => !taken.has(lane)));
    for (const update of claimed.updates) this.#begin(update, generation);
  }

  #begin(update: ClaimedUpdate, generation: number): void {
    const work = this.#work(update).finally(() => {
      this.#inWork.delete(update.lane);
      // A lane claimed under a lost session has no lock to give back.
      if (generation === this.#generation) this.#finished.push(update.lane);
      else this.#locked.delete(update.lane);
      this.#options.wakeup.wake();
    });
    this.#inWork.set(update.lane, work);
  }

  async #work(update: ClaimedUpdate): Promise<void> {
    const outcome = await this.#options.handle(update);
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#mark(update, outcome);
      } catch (error) {
        const { log } = this.#options;
        log.warn({ updateId: update.updateId, error: safeError(error) }, "update could not be marked");
        // Given up here it is handled again later: an answer may then come twice, which harms less than none.
        if (attempt === MARK_ATTEMPTS) return;
        await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
      }
    }
  }

  async #mark({ updateId }: ClaimedUpdate, outcome: Outcome): Promise<void> {
    const { pool, botId, clock, log } = this.#options;
    const now = clock.now();
    switch (outcome.kind) {
      case "done":
        await finishUpdate(pool, { botId, updateId, now });
        return;
      case "retry": {
        const until = new Date(now.getTime() + outcome.afterMs);
        await postponeUpdate(pool, { botId, updateId, until, error: outcome.error });
        return;
      }
      default:
        await buryUpdate(pool, { botId, updateId, now, error: outcome.error });
        log.error({ updateId, reason: outcome.error }, "update given up");
    }
  }

  async #prune(now: Date): Promise<void> {
    if (now.getTime() - this.#prunedAtMs < PRUNE_EVERY_MS) return;
    this.#prunedAtMs = now.getTime();
    await pruneUpdates(this.#options);
    await pruneConversations(this.#options);
  }

  async #drain(): Promise<void> {
    const { log } = this.#options;
    const deadline = AbortSignal.timeout(DRAIN_MS);
    const isLate = new Promise<"late">((resolve) => deadline.addEventListener("abort", () => resolve("late")));
    const end = await Promise.race([Promise.allSettled(this.#inWork.values()), isLate]);
    if (end === "late") log.warn({ updates: this.#inWork.size }, "updates were still in work at the end");
  }
}
