import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { open, readFile, stat, truncate } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { commandAs } from "./command.js";
import { EmbeddedPostgresError, hasCode } from "./error.js";
import type { Folder } from "./folder.js";
import type { Runner } from "./identity.js";
import { identifyOccupant, readPostmasterPid } from "./postmaster-pid.js";
import { type ServerSettings, serverArguments } from "./settings.js";

/** What became of an attempt to start the server. */
export type Launch =
  | { readonly kind: "ready"; readonly pid: number }
  /** Another server holds the data directory, or the number in its lock file is still taken. */
  | { readonly kind: "locked" }
  | { readonly kind: "port-taken" };

/** Replaying a crash of a 2 GB log takes seconds; longer than this is a fault worth a message. */
const startDeadlineMs = 300_000;
const stopDeadlineMs = 60_000;
const pollMs = 10;
const logLimitBytes = 10 * 2 ** 20;

/**
 * Starts `postgres` and waits until it takes connections. It gets a session of its own, so that Ctrl-C in a terminal reaches
 * us only and we can finish our work before it is stopped.
 * @throws EmbeddedPostgresError with the server's last words when it fails for another reason than a taken lock or port
 */
export async function launch(
  folder: Folder,
  runner: Runner,
  settings: ServerSettings,
  signal: AbortSignal | undefined,
): Promise<Launch> {
  const logStart = await trimLog(folder.logFile);
  const log = await open(folder.logFile, "a", 0o600);
  let child: ChildProcess;
  try {
    const args = serverArguments(folder.cluster, settings);
    const command = commandAs(runner.identity, runner.binaries.postgres, args, folder.path);
    child = spawn(command.file, command.args, {
      ...command.options,
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    await once(child, "spawn");
  } finally {
    await log.close();
  }
  child.unref();
  return (await becameReady(child, folder, signal)) ?? explainExit(folder.logFile, logStart);
}

async function becameReady(
  child: ChildProcess,
  folder: Folder,
  signal: AbortSignal | undefined,
): Promise<Launch | undefined> {
  const deadline = performance.now() + startDeadlineMs;
  while (child.exitCode === null && child.signalCode === null) {
    const file = await readPostmasterPid(folder.cluster);
    if (file?.pid === child.pid && file?.status === "ready") return { kind: "ready", pid: file.pid };
    if (signal?.aborted || performance.now() > deadline) {
      child.kill("SIGINT");
      signal?.throwIfAborted();
      throw new EmbeddedPostgresError(
        `PostgreSQL was not ready after ${startDeadlineMs / 1000} s; see ${folder.logFile}.`,
      );
    }
    await delay(pollMs);
  }
  return undefined;
}

async function explainExit(logFile: string, logStart: number): Promise<Launch> {
  const words = (await readFile(logFile)).subarray(logStart).toString("utf8").trim();
  if (words.includes('lock file "postmaster.pid" already exists')) return { kind: "locked" };
  if (words.includes("pre-existing shared memory block")) return { kind: "locked" };
  if (words.includes("could not bind") || words.includes("could not create any TCP/IP sockets"))
    return { kind: "port-taken" };
  throw new EmbeddedPostgresError(`PostgreSQL ended while starting; ${logFile} says: ${words.slice(-2_000)}`);
}

/** Keeps the log from growing for ever and answers with its length. */
async function trimLog(logFile: string): Promise<number> {
  try {
    const { size } = await stat(logFile);
    if (size <= logLimitBytes) return size;
    await truncate(logFile);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
  return 0;
}

/** Waits until a server that is starting or stopping has made up its mind: its port when ready, nothing when it has gone. */
export async function awaitOccupant(
  pid: number,
  folder: Folder,
  signal: AbortSignal | undefined,
): Promise<number | undefined> {
  const deadline = performance.now() + startDeadlineMs;
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    const file = await readPostmasterPid(folder.cluster);
    if (file?.pid !== pid || (await identifyOccupant(pid, folder.cluster)) !== "postmaster") return undefined;
    if (file.status === "ready" && file.port !== 0) return file.port;
    await delay(pollMs);
  }
  throw new EmbeddedPostgresError(
    `The PostgreSQL process ${pid} in ${folder.path} neither starts nor stops; see ${folder.logFile}.`,
  );
}

/** Stops the server at once but cleanly ("fast": sessions are cut, everything is written) and waits until it is gone. */
export async function shutDown(pid: number, cluster: string): Promise<void> {
  if ((await identifyOccupant(pid, cluster)) !== "postmaster") return;
  signalProcess(pid, "SIGINT");
  const deadline = performance.now() + stopDeadlineMs;
  while ((await identifyOccupant(pid, cluster)) === "postmaster") {
    if (performance.now() > deadline) {
      throw new EmbeddedPostgresError(`PostgreSQL (process ${pid}) did not stop within ${stopDeadlineMs / 1000} s.`);
    }
    await delay(pollMs);
  }
}

function signalProcess(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!hasCode(error, "ESRCH")) throw error;
  }
}
