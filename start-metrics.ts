import { statfs } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Registry } from "prom-client";
import { hostname } from "node:os";
import { readPolledAlarms } from "./core/health/polled-alarms.js";
import { judgeReadings, type Readings } from "./core/health/judge-readings.js";
import { LedgerCheck } from "./core/health/ledger-check.js";
import { tellOperators } from "./core/health/operator-alarms.js";
import { readCertificate } from "./core/health/read-certificate.js";
import {
  readClockSkewMs,
  readOldestTransaction,
  readOpenDeadLetters,
  readSourceStates,
  readWorkState,
  type SourceState,
} from "./core/health/readings.js";
import type { Readiness } from "./api/health/readiness.js";
import type { Config } from "./config.js";
import type { CoreContext } from "./core/context.js";
import { pause } from "./core/time/pause.js";
import { createDatabaseGauges, createProcessMetrics, type DatabaseGauges, type WatchedParts } from "./metrics.js";

/** What the receiver rotates away from is "in use" for this long after its last use. */
const STILL_IN_USE_SECONDS = 3_600;
const READ_EVERY_MS = 60_000;
/** About five million entries: a ledger of a hundred million is looked through in the half hour after a start. */
const LEDGER_ROUND_MS = 20_000;

const HANDSHAKE_TIMEOUT_MS = 5_000;

/** Part of the configuration, and what only tests set. */
export type MetricsConfig = Pick<Config, "metrics" | "dataDir" | "parts" | "webhookPublicUrl" | "sandbox"> & {
  readEveryMs?: number;
};

export interface Metrics extends AsyncDisposable {
  /** Where it listens; `null` when the port was taken. */
  readonly port: number | null;
  readonly registry: Registry;
}

export interface MetricsDeps {
  context: Pick<CoreContext, "pool" | "clock" | "log">;
  /** Parts appear here as they start; what is missing counts 0. */
  parts: WatchedParts;
  readiness: Readiness;
}

/**
 * Serves `GET /metrics` for Prometheus, `GET /livez` and `GET /readyz` on a port of its own, whatever parts run here, and reads once a minute what costs a
 * query. A port that is taken is logged and nothing more: races do not stop because nobody can count them.
 */
export async function startMetrics(
  { context, parts, readiness }: MetricsDeps,
  config: MetricsConfig,
  signal: AbortSignal,
): Promise<Metrics> {
  const log = context.log.child({ part: "metrics" });
  const registry = createProcessMetrics(parts);
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  // One of several processes is enough, and every installation has a worker.
  const loop = config.parts.has("worker") ? keepReading({ ...context, log }, config, registry, stopped) : undefined;
  const server = createServer((request, response) => answer({ registry, readiness }, request, response));
  const port = await listen(server, config.metrics).catch((error: unknown) => {
    log.error({ err: error, port: config.metrics.port }, "no metrics: set METRICS_PORT to a free port");
    return null;
  });
  return {
    port,
    registry,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await loop;
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function listen(server: Server, { host, port }: Config["metrics"]): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("the metrics listen on no port");
  return address.port;
}

interface Served {
  registry: Registry;
  readiness: Readiness;
}

function answer({ registry, readiness }: Served, request: IncomingMessage, response: ServerResponse): void {
  const pages: Record<string, () => Promise<Page>> = {
    "/livez": () => Promise.resolve({ status: 200, type: "text/plain", text: "ok\n" }),
    "/readyz": () => readinessPage(readiness),
    "/metrics": async () => ({ status: 200, type: registry.contentType, text: await registry.metrics() }),
  };
  const page = request.method === "GET" ? pages[request.url?.split("?")[0] ?? ""] : undefined;
  if (page === undefined) {
    response.writeHead(404, { "Content-Type": "text/plain" }).end("Metrics are at /metrics.\n");
    return;
  }
  page().then(
    ({ status, type, text }) => response.writeHead(status, { "Content-Type": type }).end(text),
    () => response.writeHead(500).end(),
  );
}

interface Page {
  status: number;
  type: string;
  text: string;
}

async function readinessPage(readiness: Readiness): Promise<Page> {
  const { isReady, reasons } = await readiness.report();
  const text = JSON.stringify({ status: isReady ? "ready" : "not ready", reasons });
  return { status: isReady ? 200 : 503, type: "application/json", text: `${text}\n` };
}

async function keepReading(
  context: Pick<CoreContext, "pool" | "clock" | "log">,
  config: MetricsConfig,
  registry: Registry,
  signal: AbortSignal,
): Promise<void> {
  const gauges = createDatabaseGauges(registry, context.clock.now());
  const ledger = new LedgerCheck();
  while (!signal.aborted) {
    try {
      const readings = await readNumbers(context, config, gauges);
      const ledgerOff = await readLedger(context, ledger, gauges, signal);
      await tell(context, { ...readings, ...(ledgerOff === undefined ? {} : { ledgerOff }) });
    } catch (error) {
      // The last numbers stay, and readings_timestamp_seconds tells their age.
      if (!signal.aborted) context.log.warn({ err: error }, "metrics could not be read from the database");
    }
    await pause(config.readEveryMs ?? READ_EVERY_MS, signal);
  }
}

/** Whoever has no Prometheus is told the worst in his own chat. */
async function tell(context: Pick<CoreContext, "pool" | "clock" | "log">, readings: Readings): Promise<void> {
  const judged = judgeReadings(readings);
  const polled = await readPolledAlarms(context);
  const look = { alarms: [...judged.alarms, ...polled.alarms], judged: [...judged.judged, ...polled.judged] };
  for (const { alarm, subject, measure, state } of await tellOperators(context, look)) {
    context.log.warn({ alarm, subject, measure, state }, "operators are told of an alarm");
  }
}

async function readNumbers(
  context: Pick<CoreContext, "pool" | "clock">,
  config: MetricsConfig,
  gauges: DatabaseGauges,
): Promise<Readings> {
  gauges.clockSkew.set(await readClockSkewMs(context));
  gauges.oldestTransaction.set((await readOldestTransaction(context))?.seconds ?? 0);
  const letters = await readOpenDeadLetters(context);
  gauges.deadLetters.set(letters.count);
  gauges.deadLetterOldest.set(letters.oldestSeconds);
  const work = await readWorkState(context.pool);
  gauges.outboxOldest.set(work.outboxOldestSeconds);
  gauges.outboxAmbiguous.set(work.outboxAmbiguous);
  gauges.inboxOldest.set(work.inboxOldestSeconds);
  gauges.racesOverdue.set(work.racesOverdue);
  gauges.databaseBytes.set(work.databaseBytes);
  const sources = await readSources(context, gauges);
  const disk = await statfs(config.dataDir).catch(() => statfs("."));
  const freeBytes = disk.bavail * disk.bsize;
  gauges.dataDiskFree.set(freeBytes);
  const now = context.clock.now();
  gauges.readAt.set(now.getTime() / 1_000);
  const readings: Readings = {
    outboxOldestSeconds: work.outboxOldestSeconds,
    disk: { machine: hostname(), freeBytes },
  };
  // The casino of the sandbox is silent whenever the product is stopped, and nobody has to be woken for it.
  if (config.sandbox) return readings;
  const url = new URL(config.webhookPublicUrl);
  if (url.protocol !== "https:") return { ...readings, sources };
  const found = await readCertificate(url, HANDSHAKE_TIMEOUT_MS);
  return { ...readings, sources, certificate: { host: url.hostname, found, now } };
}

async function readSources(
  context: Pick<CoreContext, "pool" | "clock">,
  gauges: DatabaseGauges,
): Promise<readonly SourceState[]> {
  const states = await readSourceStates(context);
  // A source that was removed leaves no number behind.
  for (const gauge of [gauges.sourceSilent, gauges.sourceStale, gauges.secretPreviousUsed]) gauge.reset();
  for (const { slug: source, silentSeconds, staleAfterSeconds, previousUsedSeconds } of states) {
    if (silentSeconds !== null) gauges.sourceSilent.set({ source }, silentSeconds);
    gauges.sourceStale.set({ source }, Number(silentSeconds !== null && silentSeconds > staleAfterSeconds));
    const isInUse = previousUsedSeconds !== null && previousUsedSeconds < STILL_IN_USE_SECONDS;
    gauges.secretPreviousUsed.set({ source }, Number(isInUse));
  }
  return states;
}

/** @returns micro-USD that are unexplained; `undefined` while the check has not reached the ledger's end */
async function readLedger(
  { pool, clock, log }: Pick<CoreContext, "pool" | "clock" | "log">,
  ledger: LedgerCheck,
  gauges: DatabaseGauges,
  signal: AbortSignal,
): Promise<bigint | undefined> {
  let isAtEnd = false;
  const enough = performance.now() + LEDGER_ROUND_MS;
  while (!isAtEnd && !signal.aborted && performance.now() < enough) isAtEnd = await ledger.advance(pool);
  const { units, chains } = await ledger.unexplained(pool);
  gauges.unexplained.set(Number(units));
  if (units !== 0n) log.error({ units: units.toString(), chains }, "the ledger does not add up");
  if (isAtEnd) gauges.checkedAt.set(clock.now().getTime() / 1_000);
  return isAtEnd || units !== 0n ? units : undefined;
}
