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

/** Starts a bundled process; disposing ends it by closing its channel. @param flags of Node, as a deployment would set them */
export async function startProcess(
  file: ProcessFile,
  given: readonly string[],
  flags: readonly string[] = [],
): Promise<BenchProcess> {
  const child = fork(await bundledScript(file), [...given], { execArgv: ["--expose-gc", ...flags] });
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

const memory = z.object({ rss: z.number(), heapUsed: z.number(), external: z.number() });
export type MemoryUse = z.infer<typeof memory>;

/** Asks a process of the ingest benchmark what it holds after a collection, in bytes. */
export async function askMemory(server: ServerProcess): Promise<MemoryUse> {
  server.child.send("memory");
  const [message] = await once(server.child, "message");
  return memory.parse(message);
}
