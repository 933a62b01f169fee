import { setTimeout as delay } from "node:timers/promises";
import { Client, type ClientConfig } from "pg";
import type { Log } from "../log.js";
import { pause } from "../time/pause.js";

/** Channel of the hint that writers send after their commits, in a statement of its own. */
export const LEDGER_HINT_CHANNEL = "ledger";

/** Until a connection must stand and listen; a network that swallows the answer would be waited for without an end. */
const PATIENCE_MS = 5_000;
/** A network that swallows everything swallows the farewell too, and a stop must not wait for its answer. */
const GOODBYE_MS = 1_000;

export interface HintListener {
  /** From now on every hint is heard; what was missed before is not. */
  onConnect: () => void;
  onHint: (payload: string) => void;
  onLost?: () => void;
}

/**
 * Listens on a connection of its own and reconnects with jitter. TCP probes find a connection that died silently.
 */
export function listenForHints(
  connection: ClientConfig,
  log: Log,
  channel: string,
  listener: HintListener,
): AsyncDisposable {
  const stop = new AbortController();
  const loop = listen(connection, log, channel, listener, stop.signal);
  return {
    async [Symbol.asyncDispose]() {
      stop.abort();
      await loop;
    },
  };
}

async function listen(
  connection: ClientConfig,
  log: Log,
  channel: string,
  listener: HintListener,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const client = new Client({
      application_name: "goatedvips-listen",
      ...connection,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
    });
    try {
      await listenOnce(client, channel, listener, signal);
    } catch (error) {
      log.debug({ err: error, channel }, "hints are away, polling goes on");
    } finally {
      listener.onLost?.();
      await endWithin(client, GOODBYE_MS);
    }
    await pause(500 + Math.random() * 1_500, signal);
  }
}

async function listenOnce(client: Client, channel: string, listener: HintListener, signal: AbortSignal): Promise<void> {
  let stopped = (): void => undefined;
  const lost = new Promise<void>((resolve, reject) => {
    stopped = resolve;
    client.on("error", reject);
    client.on("end", resolve);
  });
  signal.addEventListener("abort", stopped);
  client.on("notification", ({ payload }) => listener.onHint(payload ?? ""));
  try {
    // A stop does not wait for a connection that is being made.
    await Promise.race([lost, client.connect().then(() => client.query(`listen ${channel}`))]);
    if (signal.aborted) return;
    listener.onConnect();
    await lost;
  } finally {
    signal.removeEventListener("abort", stopped);
  }
}

async function endWithin(client: Client, ms: number): Promise<void> {
  const ended = client.end().catch(() => undefined); // It may be gone already.
  await Promise.race([ended, delay(ms, undefined, { ref: false })]);
}
