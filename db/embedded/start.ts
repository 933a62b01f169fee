import { findBinaries, readyBinaries } from "./binaries.js";
import { urlOf } from "./connect.js";
import { type Folder, openFolder } from "./folder.js";
import { type Runner, chooseRunner } from "./identity.js";
import { createCluster, embeddedName, readPassword } from "./initdb.js";
import { type Keeper, openKeeper } from "./keeper.js";
import { type EmbeddedPostgresLog, silentLog } from "./log.js";
import { shutDown } from "./postmaster.js";
import { ensureRunning } from "./running.js";
import { withStartLock } from "./start-lock.js";

export interface EmbeddedPostgresOptions {
  /** A folder of its own for this server; created when missing. */
  readonly dataDir: string;
  readonly log?: EmbeddedPostgresLog;
  /** Port on 127.0.0.1; by default a free one below 32768. A server that is adopted keeps the port it has. */
  readonly port?: number;
  /** False turns fsync off: faster, and worthless after a crash. For clusters that are thrown away. */
  readonly durable?: boolean;
  /** Ends the attempt to start. Once started, end the server by disposing. */
  readonly signal?: AbortSignal;
}

export interface EmbeddedPostgres extends AsyncDisposable {
  /** Connection string of the database `goatedvips`; the user is its superuser. */
  readonly url: string;
  readonly port: number;
  /** Process id of the postmaster; changes when it was killed and has been started again. */
  readonly pid: number;
  /** True when the server was already running. */
  readonly adopted: boolean;
  /**
   * Gives up this process's share in the server. The last one to do so stops it, whoever started it; with `force` it is
   * stopped under the others too. Disposing is the same without `force`. Repeated calls do nothing more.
   */
  stop(options?: { readonly force?: boolean }): Promise<void>;
}

/**
 * Starts a real PostgreSQL under `dataDir`, or joins the one that already serves it, and keeps it running until stopped.
 * The first start takes about 1 s, later ones 40 ms. Any number of processes may do so at once; all end up at one server.
 * @throws EmbeddedPostgresError with a message that says how to mend it.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const { dataDir, log = silentLog, durable = true, signal } = options;
  signal?.throwIfAborted();
  const installed = await findBinaries();
  const folder = await openFolder(dataDir);
  const runner = await withStartLock(folder.path, signal, async () => {
    const binaries = await readyBinaries(installed, folder.path);
    const chosen = await chooseRunner(folder, binaries);
    await createCluster(folder, chosen, { durable, signal });
    return chosen;
  });
  const keeper = await keep({ folder, runner, durable, log, signal }, options.port);
  const { adopted, port } = keeper.current;
  const url = urlOf(port, await readPassword(folder), embeddedName);
  let stopped: Promise<void> | undefined;
  const stop = (how?: { readonly force?: boolean }): Promise<void> =>
    (stopped ??= letGo(keeper, folder, how?.force ?? false, log));
  return {
    url,
    port,
    adopted,
    get pid() {
      return keeper.current.pid;
    },
    stop,
    [Symbol.asyncDispose]: () => stop(),
  };
}

interface KeepOptions {
  readonly folder: Folder;
  readonly runner: Runner;
  readonly durable: boolean;
  readonly log: EmbeddedPostgresLog;
  readonly signal: AbortSignal | undefined;
}

/** The caller's signal is about starting only: what was started lives until it is stopped. */
function keep(options: KeepOptions, wantedPort: number | undefined): Promise<Keeper> {
  return openKeeper(
    (recovery) =>
      ensureRunning({
        ...options,
        port: recovery?.port ?? wantedPort,
        signal: recovery ? recovery.signal : options.signal,
      }),
    options.log,
  );
}

async function letGo(keeper: Keeper, folder: Folder, force: boolean, log: EmbeddedPostgresLog): Promise<void> {
  const isLast = await keeper.leave();
  const { client, pid } = keeper.current;
  if (isLast || force) {
    await shutDown(pid, folder.cluster);
    log.info({ server: pid }, "stopped PostgreSQL");
  } else {
    log.info({ server: pid }, "left PostgreSQL running, others use it");
  }
  await client.end().catch(() => undefined); // the server has closed it already
}
