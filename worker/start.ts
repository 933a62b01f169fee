import { setMaxListeners } from "node:events";
import type { CoreContext } from "../core/context.js";
import { onOccasion } from "../core/occasion.js";
import { pause } from "../core/time/pause.js";
import { Poller } from "../sources/poller.js";
import { jobs, type Job, type WorkerContext } from "./jobs.js";

export interface WorkerOptions {
  /** Sources may be on this machine or its networks, as the simulated casino is; never in production. */
  allowsLocalSources: boolean;
}

/**
 * Starts what happens by the clock. Several workers may share one database: each move is made once. Jobs run beside
 * one another, so that a settlement of a million players keeps no reminder waiting.
 */
export function startWorker(context: WorkerContext, options: WorkerOptions, signal: AbortSignal): AsyncDisposable {
  const stop = new AbortController();
  const until = AbortSignal.any([signal, stop.signal]);
  // Every job waits for it beside the others, which is no leak.
  setMaxListeners(0, until);
  const poller = new Poller(context, { allowsLocal: options.allowsLocalSources });
  const loops = jobs(context, poller).map((job) => repeat(job, context.log, until));
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      // A question to a slow casino is given up: it is asked again by whoever comes next.
      await poller[Symbol.asyncDispose]();
      await Promise.all(loops);
    },
  };
}

/** Runs a job, then pauses, until aborted: runs of one job never overlap. */
async function repeat(job: Job, log: CoreContext["log"], signal: AbortSignal): Promise<void> {
  for (let run = 1; !signal.aborted; run++) {
    await onOccasion(`${job.name}-${run}`, async () => {
      try {
        await job.run();
      } catch (error) {
        // The database is away or somebody was faster: the next run finds the same work again.
        log.warn({ err: error, job: job.name }, "a job failed, trying again");
      }
    });
    await pause(job.everyMs, signal);
  }
}
