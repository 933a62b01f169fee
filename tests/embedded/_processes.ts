import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Interface, createInterface } from "node:readline";
import { z } from "zod";
import { until } from "../_until.js";

/** Three processes that load TypeScript and an initdb took over 15 s on a busy machine. */
export const START_LIMIT_MS = 60_000;

const greetingSchema = z.object({ pid: z.number(), url: z.string(), adopted: z.boolean() });

/** Another process that uses the embedded server. */
export interface Starter {
  readonly child: ChildProcess;
  readonly lines: string[];
  readonly greeting: z.infer<typeof greetingSchema>;
  /** Has it dispose of the server and waits until it has ended. */
  finish(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

export async function spawnStarter(dataDir: string, mode: "hold" | "write" = "hold"): Promise<Starter> {
  const child = spawn(process.execPath, ["--import", "tsx", "tests/embedded/_starter.ts", dataDir, mode], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines: string[] = [];
  const reader: Interface = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(line));
  const ended = once(child, "exit");
  await until("its first words", () => lines.length > 0 || child.exitCode !== null, START_LIMIT_MS);
  return {
    child,
    lines,
    greeting: greetingSchema.parse(JSON.parse(lines[0] ?? "null")),
    finish: async () => {
      child.stdin.write("end\n");
      await ended;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** A folder that is removed at the end; other users may enter it, unlike one of `mkdtemp` alone. */
export async function temporaryFolder(parent = tmpdir()): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(parent, "goatedvips-embedded-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
