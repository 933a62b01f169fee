import { Client } from "pg";
import type { Log } from "../log.js";
import { pause } from "../time/pause.js";

/** Channel of the hint that writers send after their commits, in a statement of its own. */
export const LEDGER_HINT_CHANNEL = "ledger";

export interface HintListener {
  /** From now on every hint is heard; what was missed before is not. */
  onConnect: () => void;
  onHint: (payload: string) => void;
  onLost?: () => void;
}

/**
 * Listens on a connection of its own and reconnects with jitter. TCP probes find a connection that died silently.
 */
export function listenForHints(url: string, log: Log, channel: string, listener: HintListener): AsyncDisposable {
  const stop = new AbortController();
  const loop = listen(url, log, channel, listener, stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await loop;
    },
  };
}

async function listen(
  url: string,
  log: Log,
  channel: string,
  listener: HintListener,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const client = new Client({
      connectionString: url,
      application_name: "goatedvips-listen",
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
    });
    try {
      await listenOnce(client, channel, listener, signal);
    } catch (error) {
      log.debug({ err: error, channel }, "hints are away, polling goes on");
    } finally {
      listener.onLost?.();
      await client.end().catch(() => undefined); // It may be gone already.
    }
    await pause(500 + Math.random() * 1_500, signal);
  }
}

async function listenOnce(client: Client, channel: string, listener: HintListener, signal: AbortSignal): Promise<void> {
  const lost = new Promise<void>((resolve, reject) => {
    client.on("error", reject);
    client.on("end", () => resolve());
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  client.on("notification", ({ payload }) => listener.onHint(payload ?? ""));
  await client.connect();
  await client.query(`listen ${channel}`);
  listener.onConnect();
  await lost;
}
