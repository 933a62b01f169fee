import { setTimeout as delay } from "node:timers/promises";
import type { ClientBase } from "pg";
import { ContendedError, isMissingPlayer, isTransient } from "./database-errors.js";
import type { PlayerDirectory } from "./players.js";

/** Lends a connection for one piece of work; after an error the next use may get another one. */
export interface Connections {
  use<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result>;
}

export interface RetryOptions {
  readonly directory: PlayerDirectory;
  /** `performance.now()` after which nobody waits for the answer any more. */
  readonly giveUpAt: number;
  readonly random?: () => number;
}

const MAX_RETRIES = 5;
const FIRST_RETRY_MS = 50;

/**
 * Does an idempotent transaction, and does it again while that may help: at most 5 times, after 50 ms x 2^n with full
 * jitter, so within 1.55 s and the time of the attempts.
 * @throws the last error
 */
export async function withRetries<Result>(
  connections: Connections,
  { directory, giveUpAt, random = Math.random }: RetryOptions,
  transaction: (client: ClientBase) => Promise<Result>,
): Promise<Result> {
  let hasForgotten = false;
  for (let retry = 0; ; retry++) {
    try {
      return await connections.use(transaction);
    } catch (error) {
      if (isMissingPlayer(error) && !hasForgotten) {
        directory.forget();
        hasForgotten = true;
        continue;
      }
      if (!isTransient(error) || retry === MAX_RETRIES || performance.now() > giveUpAt) throw error;
      // Another writer has committed by now, so there is nothing to wait for.
      if (!(error instanceof ContendedError)) await delay(FIRST_RETRY_MS * 2 ** retry * random());
    }
  }
}
