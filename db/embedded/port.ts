import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { EmbeddedPostgresError } from "./error.js";

/** Below 32768, where Linux hands out ports for outgoing connections: one of those in TIME_WAIT made a start fail. */
const firstPort = 20_000;
const portCount = 12_000;

/**
 * A free port on 127.0.0.1. It depends on the folder's path, so a database usually keeps its address from one run to the next.
 * @param attempt raises the starting point, for when the port was taken between this test and the server's own start
 */
export async function findFreePort(path: string, attempt: number): Promise<number> {
  const start = createHash("sha256").update(path).digest().readUInt32BE(0);
  for (let step = 0; step < 200; step += 1) {
    const port = firstPort + ((start + attempt * 200 + step) % portCount);
    if (await isFree(port)) return port;
  }
  throw new EmbeddedPostgresError(`No free port among 200 tried from ${firstPort} on.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ port, host: "127.0.0.1" }, () => server.close(() => resolve(true)));
  });
}
