import { once } from "node:events";
import type { IntervalHistogram } from "node:perf_hooks";
import * as z from "zod";
import type { BenchProcess } from "../child.js";

const usage = z.object({
  /** Processor time of the process since its start, seconds. */
  cpuSeconds: z.number(),
  rss: z.number(),
  heapUsed: z.number(),
  /** Of the event loop since the question before. */
  lagP99Ms: z.number(),
  lagMaxMs: z.number(),
  /** Connections taken from the pool so far: one a query, or one a transaction. */
  queries: z.number(),
});
export type Usage = z.infer<typeof usage>;

/** In a server's process: answers {@link askUsage}. */
export function answerUsage(delay: IntervalHistogram, queries: () => number): void {
  process.on("message", (message) => {
    if (message !== "usage") return;
    const lag = { lagP99Ms: delay.percentile(99) / 1e6, lagMaxMs: delay.max / 1e6 };
    global.gc?.();
    // The collection is our own doing: the stall it makes is in neither answer.
    setTimeout(() => {
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed } = process.memoryUsage();
      const answer: Usage = { ...lag, cpuSeconds: (user + system) / 1e6, rss, heapUsed, queries: queries() };
      delay.reset();
      process.send?.(answer);
    }, 20);
  });
  process.on("disconnect", () => process.exit(0));
}

/** What a server has used. Collects garbage first, so that memory means what is held. */
export async function askUsage(server: BenchProcess): Promise<Usage> {
  server.child.send("usage");
  const [message] = await once(server.child, "message");
  return usage.parse(message);
}
