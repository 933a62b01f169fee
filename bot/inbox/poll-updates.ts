import type { Api } from "grammy";
import type { Pool } from "pg";
import type { Clock } from "../../core/clock.js";
import type { Log } from "../../core/log.js";
import { becomeLeader, storeUpdates } from "../../core/telegram/inbox.js";
import { pause } from "../../core/time/pause.js";
import { ALLOWED_UPDATES } from "../allowed-updates.js";
import { grammySignal } from "../grammy-signal.js";
import { safeError, telegramFault } from "../telegram-errors.js";
import type { InboxConnection } from "./inbox-connection.js";
import type { Wakeup } from "./wakeup.js";

/** Seconds Telegram holds a request open; the client's own limit must be above it. */
const POLL_SECONDS = 30;
export const POLL_TIMEOUT_SECONDS = POLL_SECONDS + 15;
/** How often a second process looks whether it has to take over. */
const STANDBY_MS = 2_000;
const MAX_BACK_OFF_MS = 30_000;

export interface PollerOptions {
  /** Client of its own, because its calls take longer than all others. */
  api: Api;
  pool: Pool;
  clock: Clock;
  log: Log;
  botId: number;
  connection: InboxConnection;
  /** Told after each commit. */
  wakeup: Wakeup;
}

/**
 * Fetches updates and stores them; the next request, which tells Telegram that we have them, follows the commit. Of
 * several processes one polls and the others stand by.
 */
export async function pollUpdates(options: PollerOptions, signal: AbortSignal): Promise<void> {
  const { log } = options;
  let offset: number | undefined;
  const poller = new PollerRole(options);
  let failures = 0;
  while (!signal.aborted) {
    try {
      const role = await poller.check();
      if (role === "standby") {
        await pause(STANDBY_MS, signal);
        continue;
      }
      if (role === "new") {
        // Telegram refuses polling while a webhook is set; what waits there stays and comes by polling.
        await options.api.deleteWebhook();
        log.info({ botId: options.botId }, "polling for updates");
      }
      offset = await fetchOnce(options, offset, signal);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      failures += 1;
      const waitMs = backOffMs(error, failures);
      log.warn({ error: safeError(error), waitMs }, "updates could not be fetched");
      await pause(waitMs, signal);
    }
  }
}

/** Whether this process is the one that polls: the lock lives as long as the session that holds it. */
class PollerRole {
  readonly #options: PollerOptions;
  #heldGeneration: number | undefined;

  constructor(options: PollerOptions) {
    this.#options = options;
  }

  check(): Promise<"standby" | "new" | "held"> {
    const { connection, botId } = this.#options;
    return connection.use(async ({ client, generation }) => {
      if (this.#heldGeneration === generation) return "held";
      if (!(await becomeLeader(client, "poller", botId))) return "standby";
      this.#heldGeneration = generation;
      return "new";
    });
  }
}

/** @returns the offset of the next request */
async function fetchOnce(
  { api, pool, clock, botId, wakeup }: PollerOptions,
  offset: number | undefined,
  signal: AbortSignal,
): Promise<number | undefined> {
  const position = offset === undefined ? {} : { offset };
  const request = { ...position, limit: 100, timeout: POLL_SECONDS, allowed_updates: ALLOWED_UPDATES };
  const updates = await api.getUpdates(request, grammySignal(signal));
  const last = updates.at(-1);
  if (last === undefined) return offset;
  await storeUpdates({ pool, clock }, botId, updates);
  wakeup.wake();
  return last.update_id + 1;
}

/** 0.5 s, 1 s, 2 s … 30 s with jitter, or what Telegram asks for. */
function backOffMs(error: unknown, failures: number): number {
  const fault = telegramFault(error);
  if (fault?.kind === "tooFast") return fault.retryAfterSeconds * 1000;
  const delayMs = Math.min(MAX_BACK_OFF_MS, 250 * 2 ** failures);
  return Math.round(delayMs * (0.75 + Math.random() / 2));
}
