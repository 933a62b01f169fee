import { createHash } from "node:crypto";
import { type Server, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { hasCode } from "./error.js";

/**
 * Runs the action while no other process of this machine runs one for the same folder. The lock is a listening socket in
 * Linux's abstract namespace: the kernel gives it back when its holder dies in whatever way, which a lock file cannot promise,
 * and Node has no flock.
 *
 * NOTE: elsewhere there is no such socket and the action runs unlocked. Two starters then meet at PostgreSQL's own lock file,
 * and the loser adopts the winner's server.
 */
export async function withStartLock<T>(
  path: string,
  signal: AbortSignal | undefined,
  action: () => Promise<T>,
): Promise<T> {
  if (process.platform !== "linux") return action();
  const name = `\0goatedvips-postgres-${createHash("sha256").update(path).digest("hex").slice(0, 32)}`;
  let lock = await tryListen(name);
  while (lock === undefined) {
    await delay(20, undefined, { ...(signal && { signal }) });
    lock = await tryListen(name);
  }
  try {
    return await action();
  } finally {
    await close(lock);
  }
}

function tryListen(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error) => {
      if (hasCode(error, "EADDRINUSE")) resolve(undefined);
      else reject(error);
    });
    server.listen({ path: name }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
