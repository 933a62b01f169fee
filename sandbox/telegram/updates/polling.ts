import { ApiError } from "../errors.js";
import type { Bus } from "../state/bus.js";
import type { SandboxUpdate } from "./lanes.js";
import type { UpdateQueue } from "./queue.js";

/** Telegram answers repeated conflicts only after this time, so that two pollers do not spin. */
const CONFLICT_HOLD_MS = 3_000;
const MAX_TIMEOUT_S = 50;

export type PollSocket = {
  isGone(): boolean;
  onGone(listener: () => void): void;
};

export type PollRequest = { offset: number; limit: number; timeoutS: number };

type OpenPoll = {
  request: PollRequest;
  socket: PollSocket;
  finish(updates: SandboxUpdate[]): void;
  fail(error: ApiError): void;
};

/** `getUpdates`: one poller; a second one throws the first out. */
export class LongPolling {
  private open: OpenPoll | undefined;
  private nextConflictMs = 0;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly queue: UpdateQueue;
  private readonly bus: Bus;

  constructor(queue: UpdateQueue, bus: Bus) {
    this.queue = queue;
    this.bus = bus;
    queue.onPush(() => this.wake());
  }

  /** Somebody polls right now. */
  get isPolled(): boolean {
    return this.open !== undefined && !this.open.socket.isGone();
  }

  /** @throws ApiError 409 when another poller takes over or a webhook is set meanwhile */
  async poll(request: PollRequest, socket: PollSocket): Promise<SandboxUpdate[]> {
    const limit = Math.min(100, Math.max(1, Math.trunc(request.limit)));
    const timeoutS = Math.min(MAX_TIMEOUT_S, Math.max(0, request.timeoutS));
    const offset = this.applyOffset(request.offset);
    const ready = this.queue.handOut(offset, limit);
    if (ready.length > 0 || timeoutS === 0) return ready;
    this.interrupt("terminated by other getUpdates request; make sure that only one bot instance is running");
    return this.hold({ offset, limit, timeoutS }, socket);
  }

  /** Throws the waiting poller out, unless its socket is gone already (grammY's stop sends a second request). */
  interrupt(reason: string): void {
    const poll = this.open;
    this.open = undefined;
    if (!poll || poll.socket.isGone()) return;
    const error = new ApiError(409, `Conflict: ${reason}`);
    const waitMs = this.conflictDelayMs();
    if (waitMs === 0) poll.fail(error);
    else this.later(waitMs, () => poll.fail(error));
  }

  /** Real time: this is about sockets, not about dates. */
  private conflictDelayMs(): number {
    const now = Date.now();
    if (now < this.nextConflictMs) return CONFLICT_HOLD_MS;
    this.nextConflictMs = now + CONFLICT_HOLD_MS;
    return 0;
  }

  stop(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.open?.finish([]);
    this.open = undefined;
  }

  private applyOffset(offset: number): number {
    if (offset >= 0) {
      this.queue.confirmBelow(offset);
      return offset;
    }
    // A negative offset counts from the end of the queue and forgets what lies before.
    const kept = this.queue.pending().slice(offset)[0];
    if (kept) this.queue.confirmBelow(kept.update.update_id);
    return kept?.update.update_id ?? 0;
  }

  private hold(request: PollRequest, socket: PollSocket): Promise<SandboxUpdate[]> {
    return new Promise((resolve, reject) => {
      const timer = this.later(request.timeoutS * 1000, () => close([]));
      const close = (updates: SandboxUpdate[]) => {
        clearTimeout(timer);
        this.timers.delete(timer);
        if (this.open === poll) this.open = undefined;
        resolve(updates);
      };
      const poll: OpenPoll = {
        request,
        socket,
        finish: close,
        fail: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.open = poll;
      socket.onGone(() => {
        close([]);
        this.bus.stir();
      });
      this.bus.stir();
    });
  }

  private wake(): void {
    const poll = this.open;
    if (!poll || poll.socket.isGone()) return;
    const ready = this.queue.handOut(poll.request.offset, poll.request.limit);
    if (ready.length > 0) poll.finish(ready);
  }

  private later(ms: number, work: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      work();
    }, ms);
    this.timers.add(timer);
    return timer;
  }
}
