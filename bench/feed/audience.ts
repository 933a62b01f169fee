import { once } from "node:events";
import * as z from "zod";
import { startProcess } from "../child.js";
import type { WatchersOrder, WatchersReport } from "./watchers-process.js";

const report = z.object({
  open: z.number(),
  seconds: z.number(),
  frames: z.number(),
  bytes: z.number(),
  arrivals: z.array(z.array(z.tuple([z.number(), z.number()]))),
  peakPerSecond: z.number(),
  failures: z.number(),
}) satisfies z.ZodType<WatchersReport>;

/** Readers in a process of their own. */
export interface Audience extends AsyncDisposable {
  open(port: number, count: number, hello?: object, atOnce?: number): Promise<WatchersReport>;
  count(seconds: number): Promise<WatchersReport>;
  storm(hasJitter: boolean, limitSeconds: number): Promise<WatchersReport>;
  close(): Promise<void>;
}

export async function startAudience(): Promise<Audience> {
  const started = await startProcess("feed/watchers-process", []);
  async function ask(order: WatchersOrder): Promise<WatchersReport> {
    const ended = once(started.child, "exit").then(() => Promise.reject(new Error("the readers' process ended")));
    started.child.send(order);
    const [message] = await Promise.race([once(started.child, "message"), ended]);
    return report.parse(message);
  }
  return {
    open: (port, count, hello = { t: "hello" }, atOnce = 64) => ask({ do: "open", port, count, hello, atOnce }),
    count: (seconds) => ask({ do: "count", seconds }),
    storm: (hasJitter, limitSeconds) => ask({ do: "storm", hasJitter, limitSeconds }),
    async close() {
      await ask({ do: "close" });
    },
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
}
