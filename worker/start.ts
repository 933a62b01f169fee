import type { CoreContext } from "../core/context.js";
import { advanceRaces } from "../core/races/advance-races.js";
import { pause } from "../core/time/pause.js";

/** Races move within a second of their hour. */
const EVERY_MS = 1_000;

/** What happens by the clock. Several workers may share one database: each move is made once. */
export function startWorker(context: Pick<CoreContext, "pool" | "log">, signal: AbortSignal): AsyncDisposable {
  const stop = new AbortController();
  const loop = run(context, AbortSignal.any([signal, stop.signal]));
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await loop;
    },
  };
}

async function run({ pool, log }: Pick<CoreContext, "pool" | "log">, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for (const move of await advanceRaces({ pool })) log.info({ race: move.id, to: move.to }, "race moved");
    } catch (error) {
      log.warn({ err: error }, "races could not be moved, trying again");
    }
    await pause(EVERY_MS, signal);
  }
}
