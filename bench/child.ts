import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import * as z from "zod";
import { bundledScript, type ProcessFile } from "./bundle.js";
import type { LoadOrder, LoadReport } from "./ingest/load-process.js";

export interface BenchProcess extends AsyncDisposable {
  readonly child: ChildProcess;
}
export interface ServerProcess extends BenchProcess {
  readonly port: number;
}

const listening = z.object({ port: z.int() });

/** Starts a bundled process; disposing ends it by closing its channel. */
export async function startProcess(file: ProcessFile, given: readonly string[]): Promise<BenchProcess> {
  const child = fork(await bundledScript(file), [...given], { execArgv: ["--expose-gc"] });
  const exited = once(child, "exit");
  return {
    child,
    [Symbol.asyncDispose]: async () => {
      child.disconnect();
      await exited;
    },
  };
}

/** Starts a server that tells its port. @throws when it ends instead */
export async function startServer(file: ProcessFile, given: readonly string[]): Promise<ServerProcess> {
  const started = await startProcess(file, given);
  const [message] = await Promise.race([
    once(started.child, "message"),
    once(started.child, "exit").then(() => Promise.reject(new Error(`${file} ended before it listened`))),
  ]);
  return { ...started, port: listening.parse(message).port };
}

const report = z.object({
  answered: z.number(),
  seconds: z.number(),
  statuses: z.record(z.string(), z.number()),
  p50Ms: z.number(),
  p99Ms: z.number(),
  cpuUs: z.number(),
});

/** Runs one load in a process of its own. */
export async function runLoad(order: LoadOrder): Promise<LoadReport> {
  const started = await startProcess("ingest/load-process", []);
  try {
    started.child.send(order);
    const [message] = await once(started.child, "message");
    return report.parse(message);
  } finally {
    await started[Symbol.asyncDispose]();
  }
}

const usage = z.object({
  cpu: z.object({ user: z.number(), system: z.number() }),
  rss: z.number(),
  heapUsed: z.number(),
  stats: z.object({ queue: z.object({ flushes: z.number(), flushedPosts: z.number() }) }),
});
export type ReceiverUsage = z.infer<typeof usage>;

/** Asks the receiver's process what it has used. */
export async function askUsage(server: ServerProcess): Promise<ReceiverUsage> {
  server.child.send("usage");
  const [message] = await once(server.child, "message");
  return usage.parse(message);
}
