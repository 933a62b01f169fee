import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

export interface RedisServer extends AsyncDisposable {
  /** Its Unix socket: the fastest way to it, in favour of the control. */
  readonly path: string;
}

const PROGRAMS = ["redis-server", "valkey-server"];

/** Starts an empty Redis that keeps nothing on disk. @returns `undefined` when the machine has none */
export async function startRedis(): Promise<RedisServer | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "goatedvips-redis-"));
  const path = join(folder, "redis.sock");
  for (const program of PROGRAMS) {
    const child = spawn(program, ["--port", "0", "--unixsocket", path, "--save", "", "--appendonly", "no"], {
      stdio: "ignore",
      cwd: folder,
    });
    if (!(await isStarted(child, path))) continue;
    return {
      path,
      [Symbol.asyncDispose]: async () => {
        const ended = once(child, "exit");
        child.kill();
        await ended;
        await rm(folder, { recursive: true, force: true });
      },
    };
  }
  await rm(folder, { recursive: true, force: true });
  return undefined;
}

async function isStarted(child: ChildProcess, path: string): Promise<boolean> {
  const gone = new AbortController();
  child.once("error", () => gone.abort());
  child.once("exit", () => gone.abort());
  while (!gone.signal.aborted) {
    if (existsSync(path)) return true;
    await delay(25);
  }
  return false;
}
