import type { SandboxClock } from "../clock.js";
import type { Bus } from "../state/bus.js";
import type { Journal } from "../state/journal.js";
import { DEFAULT_KINDS, kindOf, laneOf, lifetimeMs } from "./lanes.js";
import type { SandboxUpdate, UpdateBody, UpdateKind } from "./lanes.js";

export type QueuedUpdate = {
  update: SandboxUpdate;
  kind: UpdateKind;
  lane: string;
  expiresMs: number;
  /** Put back although it was confirmed: handed out once more, whatever offset the bot asks for. */
  isRepeated?: boolean;
};

/** Updates the bot has not confirmed yet. */
export class UpdateQueue {
  private waiting: QueuedUpdate[] = [];
  private readonly listeners = new Set<() => void>();
  private readonly clock: SandboxClock;
  private readonly bus: Bus;
  private readonly journal: Journal;
  private nextId: number;
  /** The kinds the bot asked for; leaving out `allowed_updates` keeps the previous list. */
  allowed: ReadonlySet<UpdateKind> = DEFAULT_KINDS;

  constructor(clock: SandboxClock, bus: Bus, journal: Journal, firstId: number) {
    this.nextId = firstId;
    this.clock = clock;
    this.bus = bus;
    this.journal = journal;
  }

  /** @returns the update's id, or undefined when the bot did not ask for this kind */
  push(body: UpdateBody): number | undefined {
    const kind = kindOf(body);
    if (!this.allowed.has(kind)) return undefined;
    const update: SandboxUpdate = { update_id: this.nextId++, ...body };
    const expiresMs = this.clock.now().getTime() + lifetimeMs(kind);
    this.waiting.push({ update, kind, lane: laneOf(body), expiresMs });
    this.journal.add({ kind: "update", update });
    this.announce();
    return update.update_id;
  }

  /** Puts an update back as if the bot had crashed before it confirmed: Telegram repeats deliveries. */
  pushAgain(update: SandboxUpdate): void {
    const { update_id: _id, ...body } = update;
    const kind = kindOf(body);
    const expiresMs = this.clock.now().getTime() + lifetimeMs(kind);
    this.waiting.push({ update, kind, lane: laneOf(body), expiresMs, isRepeated: true });
    this.waiting.sort((a, b) => a.update.update_id - b.update.update_id);
    this.announce();
  }

  /** Oldest first, from `offset` on; handing a repeated update out makes it an ordinary one. */
  handOut(offset: number, limit: number): SandboxUpdate[] {
    const ready = this.pending().filter((one) => one.isRepeated === true || one.update.update_id >= offset);
    return ready.slice(0, limit).map((one) => {
      delete one.isRepeated;
      return one.update;
    });
  }

  /** Oldest first; what is too old is gone without a trace. */
  pending(): readonly QueuedUpdate[] {
    const now = this.clock.now().getTime();
    if (this.waiting.some((one) => one.expiresMs <= now)) {
      this.waiting = this.waiting.filter((one) => one.expiresMs > now);
      this.bus.stir();
    }
    return this.waiting;
  }

  confirmBelow(offset: number): void {
    this.keep((one) => one.isRepeated === true || one.update.update_id >= offset);
  }

  confirm(updateId: number): void {
    this.keep((one) => one.update.update_id !== updateId);
  }

  clear(): void {
    this.keep(() => false);
  }

  onPush(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private keep(test: (one: QueuedUpdate) => boolean): void {
    const before = this.waiting.length;
    this.waiting = this.waiting.filter(test);
    if (this.waiting.length !== before) this.bus.stir();
  }

  private announce(): void {
    for (const listener of this.listeners) listener();
    this.bus.stir();
  }
}
