import { Client } from "pg";
import type { Log } from "../log.js";
import { pause } from "../time/pause.js";

/** Channel of the hint that writers send after their commits, in a statement of its own. */
export const LEDGER_HINT_CHANNEL = "ledger";

/**
 * Listens on a connection of its own and reconnects with jitter. A lost hint costs a reader one idle pause, never
 * correctness; after a reconnect one hint is given, because some may have been missed.
 */
export function listenForHints(url: string, log: Log, onHint: () => void): AsyncDisposable {
  const stop = new AbortController();
  const loop = listen(url, log, onHint, stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await loop;
    },
  };
}

async function listen(url: string, log: Log, onHint: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const client = new Client({ connectionString: url, application_name: "goatedvips-listen" });
    try {
      await listenOnce(client, onHint, signal);
    } catch (error) {
      log.debug({ err: error }, "hints are away, polling goes on");
    } finally {
      await client.end().catch(() => undefined); // It may be gone already.
    }
    await pause(500 + Math.random() * 1_500, signal);
  }
}

async function listenOnce(client: Client, onHint: () => void, signal: AbortSignal): Promise<void> {
  const lost = new Promise<void>((resolve, reject) => {
    client.on("error", reject);
    client.on("end", () => resolve());
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  client.on("notification", onHint);
  await client.connect();
  await client.query(`listen ${LEDGER_HINT_CHANNEL}`);
  onHint();
  await lost;
}
