import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "pg";
import type { EmbeddedPostgresLog } from "./log.js";
import type { Running } from "./running.js";

/** Advisory lock in the database `postgres`: shared by all who use the server, exclusive for the one who stops it. */
const usersLock = "(76711, 1)";

/** After the last user has said so, connections that he has just closed may take a moment to vanish from the server's list. */
const lingerMs = 1_000;

/** What matters when a server that was lost is sought again. */
export interface Recovery {
  readonly port: number;
  readonly signal: AbortSignal;
}

/** One process's share in a server. */
export interface Keeper {
  readonly current: Running;
  /** Gives the share up. True when nobody else has one: the server is then locked against newcomers and to be stopped. */
  leave(): Promise<boolean>;
}

/**
 * Holds a share in the server by a connection that lives as long as its use, and gets both back when they are lost: a session
 * may be ended by an administrator, and a killed postmaster is started again, so an application survives it as it would
 * survive the restart of any other database.
 *
 * @param ensure adopts or starts the server; called again, with the same port, after each loss
 */
export async function openKeeper(
  ensure: (recovery?: Recovery) => Promise<Running>,
  log: EmbeddedPostgresLog,
): Promise<Keeper> {
  let current = await takeShare(ensure);
  const leaving = new AbortController();
  let recovery: Promise<void> | undefined;

  const watch = ({ client, port }: Running): void => {
    client.once("end", () => {
      if (!leaving.signal.aborted) recovery = recover(port);
    });
  };
  const recover = async (port: number): Promise<void> => {
    for (let attempt = 0; !leaving.signal.aborted; attempt += 1) {
      try {
        current = await takeShare(() => ensure({ port, signal: leaving.signal }));
        log.warn(
          { server: current.pid, restarted: !current.adopted },
          "lost the embedded PostgreSQL and have it again",
        );
        watch(current);
        return;
      } catch (error) {
        if (leaving.signal.aborted) return;
        log.warn({ err: error, attempt }, "the embedded PostgreSQL is gone and does not come back yet");
        await delay(Math.min(100 * 2 ** attempt, 5_000), undefined, { signal: leaving.signal }).catch(() => undefined);
      }
    }
  };

  watch(current);
  return {
    get current() {
      return current;
    },
    async leave() {
      leaving.abort();
      await recovery;
      return isLastUser(current.client);
    },
  };
}

async function takeShare(ensure: () => Promise<Running>): Promise<Running> {
  for (;;) {
    const running = await ensure();
    try {
      // Waits while the last user decides; if he stops the server, this connection ends and the next round starts another.
      await running.client.query(`select pg_advisory_lock_shared${usersLock}`);
      return running;
    } catch {
      // Whatever it was, the connection is of no more use; a lasting fault shows itself in `ensure`.
      await running.client.end().catch(() => undefined);
    }
  }
}

async function isLastUser(client: Client): Promise<boolean> {
  try {
    await client.query(`select pg_advisory_unlock_shared${usersLock}`);
    const { rows } = await client.query<{ alone: boolean }>(`select pg_try_advisory_lock${usersLock} as alone`);
    return rows[0]?.alone === true && (await othersAreGone(client));
  } catch {
    // Without a connection there is nothing to decide on: the server is gone, or out of our reach.
    return false;
  }
}

/** Someone may be connected without a share: psql, or a process that was given the address. */
async function othersAreGone(client: Client): Promise<boolean> {
  const deadline = performance.now() + lingerMs;
  do {
    const { rowCount } = await client.query(
      "select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    );
    if (rowCount === 0) return true;
    await delay(20);
  } while (performance.now() < deadline);
  return false;
}
