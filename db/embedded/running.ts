import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "pg";
import { connectTo } from "./connect.js";
import { EmbeddedPostgresError, hasCode } from "./error.js";
import type { Folder } from "./folder.js";
import type { Runner } from "./identity.js";
import type { EmbeddedPostgresLog } from "./log.js";
import { findFreePort } from "./port.js";
import { awaitOccupant, launch } from "./postmaster.js";
import { disownPostmasterPid, identifyOccupant, readPostmasterPid } from "./postmaster-pid.js";
import { withStartLock } from "./start-lock.js";

export interface RunningOptions {
  readonly folder: Folder;
  readonly runner: Runner;
  readonly durable: boolean;
  /** A fixed port; otherwise one is found. */
  readonly port: number | undefined;
  readonly log: EmbeddedPostgresLog;
  readonly signal: AbortSignal | undefined;
}

/** A server that takes connections, and one connection to it. */
export interface Running {
  readonly pid: number;
  readonly port: number;
  readonly adopted: boolean;
  readonly client: Client;
}

/**
 * A killed postmaster may stay a zombie for about 2 s, its last backends hold the shared memory for about as long, and a
 * pinned port is given back late: worth waiting for, unlike any other failure.
 */
const patienceMs = 15_000;
const retryMs = 100;

/**
 * Adopts the server that already serves the folder, or starts one; whichever, it ends with a connection. One process at a time
 * per folder; a start that loses against another process in spite of that comes back as an adoption.
 */
export async function ensureRunning(options: RunningOptions): Promise<Running> {
  return withStartLock(options.folder.path, options.signal, async () => {
    const deadline = performance.now() + patienceMs;
    const launched = new Set<number>();
    for (let attempt = 0; ; attempt += 1) {
      const running = (await adopt(options)) ?? (await start(options, attempt, launched));
      // On a busy machine the first connection to a server of ours may time out: found again, it is still ours.
      if (running) return { ...running, adopted: !launched.has(running.pid) };
      if (performance.now() > deadline) throw new EmbeddedPostgresError(await describeDeadlock(options));
      await delay(retryMs, undefined, { ...(options.signal && { signal: options.signal }) });
    }
  });
}

async function adopt({ folder, log, signal }: RunningOptions): Promise<Running | undefined> {
  const file = await readPostmasterPid(folder.cluster);
  if (!file) return undefined;
  const occupant = await identifyOccupant(file.pid, folder.cluster);
  if (occupant === "foreign" || occupant === "zombie") {
    log.info(
      { server: file.pid, occupant },
      "the lock file of a server that is gone names a process that is not PostgreSQL",
    );
    await disownPostmasterPid(folder.cluster, file.pid);
  }
  if (occupant !== "postmaster") return undefined;
  const port = await awaitOccupant(file.pid, folder, signal);
  if (port === undefined) return undefined;
  const client = await connectUnlessGone(folder, port, file.pid);
  if (!client) return undefined;
  log.info({ server: file.pid, port }, "adopted the PostgreSQL that was already running");
  return { pid: file.pid, port, adopted: true, client };
}

async function start(options: RunningOptions, attempt: number, started: Set<number>): Promise<Running | undefined> {
  const { folder, runner, durable, log, signal } = options;
  const port = options.port ?? (await findFreePort(folder.path, attempt));
  const launched = await launch(folder, runner, { port, durable }, signal);
  if (launched.kind !== "ready") {
    log.info({ port, reason: launched.kind }, "PostgreSQL could not start yet");
    return undefined;
  }
  started.add(launched.pid);
  const client = await connectUnlessGone(folder, port, launched.pid);
  if (!client) return undefined;
  log.info({ server: launched.pid, port, as: runner.identity.name }, "started PostgreSQL");
  return { pid: launched.pid, port, adopted: false, client };
}

/** A server may be stopped by its last user between our look and our connection; only then is a failure worth a retry. */
async function connectUnlessGone(folder: Folder, port: number, pid: number): Promise<Client | undefined> {
  try {
    return await connectTo(folder, port);
  } catch (error) {
    const file = await readPostmasterPid(folder.cluster);
    const isUp = file?.pid === pid && file.status === "ready";
    if (isUp && (await identifyOccupant(pid, folder.cluster)) === "postmaster" && !isPassing(error)) throw error;
    return undefined;
  }
}

/** 57P01 and 57P03: shutting down or starting up; 53300: all connections taken; the rest: cut while connecting. */
function isPassing(error: unknown): boolean {
  if (hasCode(error, "57P01", "57P03", "53300", "ECONNRESET", "ECONNREFUSED")) return true;
  return error instanceof Error && /Connection terminated|timeout/.test(error.message);
}

async function describeDeadlock({ folder, port }: RunningOptions): Promise<string> {
  const file = await readPostmasterPid(folder.cluster);
  const holder = file ? ` Its lock file names process ${file.pid}.` : "";
  const wanted = port === undefined ? "" : ` Port ${port} may be taken by another program.`;
  return `PostgreSQL could not be started in ${folder.path} for ${patienceMs / 1000} s.${holder}${wanted} See ${folder.logFile}.`;
}
