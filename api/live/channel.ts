import { setTimeout as delay } from "node:timers/promises";
import type { BoardKey } from "../../core/boards/live-boards.js";
import type { Clock } from "../../core/clock.js";
import { NotFoundError } from "../../core/errors.js";
import type { Durations } from "../../core/health/durations.js";
import type { Log } from "../../core/log.js";
import type { Views } from "../../core/views/views.js";
import { LIVE_TOP } from "../../wire/live.js";
import type { Standings } from "../../wire/race.js";
import type { FeedLag } from "./feed-lag.js";
import type { FeedSettings } from "./feed-settings.js";
import { inSlices } from "./in-slices.js";
import type { Reader } from "./reader.js";
import { rowChanges } from "./row-changes.js";
import { SharedFrame } from "./shared-frame.js";

/** What a reader says it has. */
export interface Position {
  epoch: string;
  ver: number;
}

/** One reader on one channel. */
export interface Subscription {
  readonly reader: Reader;
  /** Version the reader was brought to. */
  ver: number;
  /** True after a frame was skipped because the reader was slow: it gets a snapshot once it has caught up. */
  isBehind: boolean;
  /** The last `me` that was sent, without its version. */
  ownPlace: string | undefined;
}

interface State extends Position {
  rows: Standings["rows"];
  snapshot: SharedFrame;
}

interface Step {
  prev: number;
  ver: number;
  frame: SharedFrame;
  madeAtMs: number;
}

export interface ChannelDeps {
  views: Pick<Views, "standings">;
  clock: Clock;
  log: Log;
  settings: FeedSettings;
  /** Told how long a move of the board took to reach its readers. */
  fanOut: Durations;
  lag: Pick<FeedLag, "sent" | "forget">;
}

const RETRY_MS = 1_000;
/**
 * Ticks between two frames when the later one has no row that changed, only a version and an instant. Half of what
 * 500 wagers a second do to 10,000 players happens below the rows that are shown (docs/adr/0007).
 */
const QUIET_TICKS = 1.5;

/**
 * One board as its readers see it: the newest state, the steps that led to it, and who reads. It reads the board at
 * most 4 times a second, serialises once and sends the same bytes to all.
 */
export class Channel {
  readonly key: BoardKey;
  readonly #deps: ChannelDeps;
  readonly #subscriptions = new Set<Subscription>();
  #state: State | undefined;
  #steps: Step[] = [];
  /** Readers whose first state is being read. */
  #arriving = 0;
  #emptySinceMs = performance.now();
  #isDirty = true;
  /** When the first move came that readers have not been given yet. */
  #movedAtMs: number | undefined;
  #running: Promise<void> | undefined;
  #nextReadAtMs = -Infinity;
  #sentAtMs = -Infinity;

  constructor(key: BoardKey, deps: ChannelDeps) {
    this.key = key;
    this.#deps = deps;
  }

  get subscriptions(): ReadonlySet<Subscription> {
    return this.#subscriptions;
  }

  /** For how long nobody has read it or is about to; the hub forgets idle channels. */
  get idleMs(): number {
    return this.#subscriptions.size + this.#arriving > 0 ? 0 : performance.now() - this.#emptySinceMs;
  }

  /** The board has moved. Without readers nothing is read until one comes. */
  touch(): void {
    this.#isDirty = true;
    if (this.#subscriptions.size === 0) return;
    this.#movedAtMs ??= performance.now();
    void this.#run();
  }

  /**
   * Adds a reader and brings it up to date: by the steps since `have` when they are known, else by a snapshot.
   * @throws NotFoundError when the board is gone
   */
  async join(reader: Reader, have?: Position): Promise<Subscription> {
    this.#arriving++;
    try {
      // With readers the state is at most one tick old and the next step follows; without, it may be minutes old.
      if (this.#state === undefined || (this.#subscriptions.size === 0 && this.#isDirty)) await this.#readOnce();
    } finally {
      this.#arriving--;
    }
    const subscription: Subscription = { reader, ver: -1, isBehind: false, ownPlace: undefined };
    if (!reader.isClosed) {
      this.#subscriptions.add(subscription);
      this.bringUpToDate(subscription, have);
      if (this.#isDirty) void this.#run();
    }
    return subscription;
  }

  leave(subscription: Subscription): void {
    this.#subscriptions.delete(subscription);
    if (this.#subscriptions.size > 0) return;
    this.#emptySinceMs = performance.now();
    this.#deps.lag.forget(this.key);
  }

  /** Sends what lies between `have` and now; everything when that is not known, or `have` is of another epoch. */
  bringUpToDate(subscription: Subscription, have?: Position): void {
    const state = this.#state;
    if (state === undefined) return;
    subscription.isBehind = false;
    subscription.ver = state.ver;
    for (const frame of this.#since(state, have)) subscription.reader.send(frame);
  }

  /** Gives those who were skipped the newest state as soon as they read again. */
  serveBehind(): void {
    for (const subscription of this.#subscriptions) {
      if (subscription.isBehind && subscription.reader.bufferedBytes <= this.#deps.settings.skipAboveBytes)
        this.bringUpToDate(subscription);
    }
  }

  #since(state: State, have: Position | undefined): SharedFrame[] {
    if (have === undefined || have.epoch !== state.epoch) return [state.snapshot];
    if (have.ver === state.ver) return [];
    this.#forgetOldSteps();
    const from = this.#steps.findIndex((step) => step.prev === have.ver);
    if (from === -1) return [state.snapshot];
    const frames = this.#steps.slice(from).map((step) => step.frame);
    const bytes = frames.reduce((sum, frame) => sum + frame.json.length, 0);
    return bytes < state.snapshot.json.length ? frames : [state.snapshot];
  }

  /** The first read of a channel; callers that come together share it. */
  async #readOnce(): Promise<void> {
    // What another caller is reading just now is fresh enough: changes during it follow as the next step.
    if (this.#running !== undefined) await this.#running;
    else await this.#occupy(() => this.#read());
    if (this.#state === undefined) throw new NotFoundError("The board is closed.");
  }

  /** Reads and sends until nothing is left to tell. */
  async #run(): Promise<void> {
    if (this.#running !== undefined) return;
    try {
      await this.#occupy(async () => {
        while (this.#isDirty && this.#subscriptions.size > 0) {
          await this.#waitForTick();
          await this.#read();
        }
      });
    } catch (error) {
      this.#isDirty = true;
      if (error instanceof NotFoundError) return; // The board was closed; its readers keep what they have.
      this.#deps.log.warn({ err: error, ch: this.key }, "board could not be read for the feed");
      setTimeout(() => this.touch(), RETRY_MS).unref();
    }
  }

  async #occupy(work: () => Promise<void>): Promise<void> {
    this.#running = work().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
  }

  async #waitForTick(): Promise<void> {
    const waitMs = this.#nextReadAtMs - performance.now();
    if (waitMs > 0) await delay(waitMs, undefined, { ref: false });
  }

  async #read(): Promise<void> {
    this.#nextReadAtMs = performance.now() + this.#deps.settings.coalesceMs;
    // Before the read, so that a change during it is seen by the next one.
    this.#isDirty = false;
    const movedAtMs = this.#movedAtMs;
    this.#movedAtMs = undefined;
    try {
      await this.#advance(await this.#deps.views.standings(this.key, LIVE_TOP));
      if (movedAtMs !== undefined) this.#deps.fanOut.add(performance.now() - movedAtMs);
      if (this.#state !== undefined) this.#deps.lag.sent(this.key, this.#state.ver);
    } catch (error) {
      this.#isDirty = true;
      this.#movedAtMs ??= movedAtMs;
      throw error;
    }
  }

  async #advance(page: Standings): Promise<void> {
    const before = this.#state;
    const isNewEpoch = before?.epoch !== page.epoch;
    if (before !== undefined && !isNewEpoch && page.version <= before.ver) return;
    const ops = before === undefined || isNewEpoch ? undefined : rowChanges(before.rows, page.rows);
    if (ops?.length === 0 && this.#mayWait()) return;
    this.#sentAtMs = performance.now();
    // What the rows stand for, not when they are sent: a source that fell silent must not look fresh.
    const at = page.asOf ?? this.#deps.clock.now().toISOString();
    const where = { ch: this.key, epoch: page.epoch, ver: page.version, at };
    const snapshot = new SharedFrame({ t: "snap", ...where, rows: page.rows });
    this.#state = { epoch: page.epoch, ver: page.version, rows: page.rows, snapshot };
    let step: Step | undefined;
    if (before !== undefined && ops !== undefined) {
      const frame = new SharedFrame({ t: "delta", ...where, prev: before.ver, ops });
      // A larger one saves too little to be worth the reader's extra work.
      if (frame.json.length * 2 < snapshot.json.length)
        step = { prev: before.ver, ver: page.version, frame, madeAtMs: performance.now() };
    }
    // Steps must join without a hole, so a snapshot ends what can be resumed.
    this.#steps = step === undefined ? [] : [...this.#steps, step];
    this.#forgetOldSteps();
    const { sliceSockets } = this.#deps.settings;
    await inSlices([...this.#subscriptions], sliceSockets, (subscription) => this.#deliver(subscription, step));
  }

  /** Puts off a frame without news, unless it has waited already. @returns whether it waits now */
  #mayWait(): boolean {
    const dueAtMs = this.#sentAtMs + QUIET_TICKS * this.#deps.settings.coalesceMs;
    if (this.#subscriptions.size === 0 || performance.now() >= dueAtMs) return false;
    this.#nextReadAtMs = dueAtMs;
    this.#isDirty = true;
    return true;
  }

  #forgetOldSteps(): void {
    const { historyVersions, historyMs } = this.#deps.settings;
    const oldest = performance.now() - historyMs;
    this.#steps = this.#steps.slice(-historyVersions).filter((step) => step.madeAtMs >= oldest);
  }

  #deliver(subscription: Subscription, step: Step | undefined): void {
    const { reader } = subscription;
    const state = this.#state;
    // It may have left, or joined with this very state, while earlier slices were sent.
    if (state === undefined || reader.isClosed || !this.#subscriptions.has(subscription)) return;
    if (subscription.ver === state.ver) return;
    if (reader.bufferedBytes > this.#deps.settings.skipAboveBytes) {
      subscription.isBehind = true;
      return;
    }
    if (step !== undefined && step.prev === subscription.ver) {
      subscription.ver = step.ver;
      reader.send(step.frame);
    } else this.bringUpToDate(subscription);
  }
}
