import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Interface, createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";

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
  await until(() => lines.length > 0 || child.exitCode !== null);
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

/** Waits for a condition; three processes that load TypeScript and an initdb took over 15 s on a busy machine. */
export async function until(condition: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error("the condition did not come true");
    await delay(10);
  }
}

/** A folder that is removed at the end; other users may enter it, unlike one of `mkdtemp` alone. */
export async function temporaryFolder(parent = tmpdir()): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(parent, "goatedvips-embedded-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
