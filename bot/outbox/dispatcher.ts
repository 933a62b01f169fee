import { becomeLeader } from "../../core/telegram/inbox.js";
import { claimMessage, recoverMessages } from "../../core/telegram/outbox.js";
import { pause } from "../../core/time/pause.js";
import type { InboxConnection } from "../inbox/inbox-connection.js";
import type { Wakeup } from "../inbox/wakeup.js";
import { safeError } from "../telegram-errors.js";
import { deliver, type DeliveryDeps } from "./deliver.js";

/** Calls of our own on their way at once. */
const PARALLEL = 3;
/** The guarantee behind the wake-ups: what other processes wrote, and what became due. */
const IDLE_MS = 500;
const RECOVER_EVERY_MS = 15_000;
/** How often a second process looks whether it has to take over. */
const STANDBY_MS = 2_000;

export interface DispatcherOptions extends DeliveryDeps {
  botId: number;
  connection: InboxConnection;
  wakeup: Wakeup;
  /** Done by the same one process, so that no two of them ask for the same boards. */
  beforeEachRound: (now: Date) => Promise<void>;
}

/**
 * Sends what waits in the outbox: of several processes one does, strictly one call at a time for each chat, urgent
 * messages first, within the budget. Ends when the signal aborts and the calls on their way are done.
 */
export async function runDispatcher(options: DispatcherOptions, signal: AbortSignal): Promise<void> {
  const dispatcher = new Dispatcher(options);
  while (!signal.aborted) {
    try {
      if (await dispatcher.isLeader()) await dispatcher.round(signal);
      else await pause(STANDBY_MS, signal);
    } catch (error) {
      options.core.log.warn({ error: safeError(error) }, "outbox round failed");
    }
    await options.wakeup.wait(dispatcher.pauseMs(), signal);
  }
  await dispatcher.drain();
}

class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #inWork = new Map<number, Promise<void>>();
  #heldGeneration: number | undefined;
  #recoveredAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  async isLeader(): Promise<boolean> {
    const { connection, botId, core } = this.#options;
    return connection.use(async ({ client, generation }) => {
      if (this.#heldGeneration === generation) return true;
      if (!(await becomeLeader(client, "dispatcher", botId))) return false;
      this.#heldGeneration = generation;
      core.log.info({ botId }, "sending from the outbox");
      return true;
    });
  }

  async round(signal: AbortSignal): Promise<void> {
    const { core, budget, beforeEachRound } = this.#options;
    const now = core.clock.now();
    await this.#recover(now);
    await beforeEachRound(now);
    while (!signal.aborted && this.#inWork.size < PARALLEL && budget.waitMs(core.clock.now().getTime()) === 0) {
      const at = core.clock.now();
      const blocked = [...budget.blockedChats(at.getTime()), ...this.#inWork.keys()];
      const message = await claimMessage(core.pool, at, blocked);
      if (message === undefined) return;
      const work = this.#deliver(message).finally(() => {
        this.#inWork.delete(message.chatId);
        this.#options.wakeup.wake();
      });
      this.#inWork.set(message.chatId, work);
    }
  }

  async #deliver(message: Parameters<typeof deliver>[1]): Promise<void> {
    try {
      await deliver(this.#options, message);
    } catch (error) {
      // The state stays "claimed" or "sending"; when its lease is over it is taken up again, or shown as ambiguous.
      this.#options.core.log.error({ outboxId: message.id, error: safeError(error) }, "message could not be settled");
    }
  }

  async #recover(now: Date): Promise<void> {
    if (now.getTime() - this.#recoveredAtMs < RECOVER_EVERY_MS) return;
    this.#recoveredAtMs = now.getTime();
    const { ambiguous } = await recoverMessages(this.#options.core.pool, now);
    if (ambiguous > 0) this.#options.core.log.error({ ambiguous }, "messages of a dead process may have arrived");
  }

  /** Until the pace allows the next call, or until there may be something new. */
  pauseMs(): number {
    const { budget, core } = this.#options;
    const waitMs = budget.waitMs(core.clock.now().getTime());
    return waitMs > 0 && this.#inWork.size < PARALLEL ? Math.min(waitMs, IDLE_MS) : IDLE_MS;
  }

  async drain(): Promise<void> {
    await Promise.allSettled(this.#inWork.values());
  }
}
