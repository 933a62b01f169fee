import type { Pool, PoolClient } from "pg";
import type { Log } from "../../core/log.js";
import { UPDATES_HINT_CHANNEL } from "../../core/telegram/inbox.js";
import { safeError } from "../telegram-errors.js";

/**
 * The one database session that holds this process's locks on lanes and hears of new updates. Everything locked goes
 * when it goes, so a process that dies leaves nothing locked.
 */
export interface InboxConnection {
  /**
   * Works on the session, one caller after another; it is connected anew when it was lost.
   * @throws the database's error while it is away
   */
  use<Result>(work: (session: InboxSession) => Promise<Result>): Promise<Result>;
  /** Gives the locks back; later calls of `use` fail. */
  close(): void;
}

export interface InboxSession {
  client: PoolClient;
  /** Another number than before means that all locks were lost. */
  generation: number;
}

export function createInboxConnection(options: {
  pool: Pool;
  log: Log;
  botId: number;
  onHint: () => void;
}): InboxConnection {
  const { pool, log, botId, onHint } = options;
  let current: PoolClient | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let generation = 0;
  let isClosed = false;

  const drop = (client: PoolClient, error?: Error): void => {
    if (current !== client) return;
    current = undefined;
    // Not given back to the pool: its locks must end with it.
    client.release(true);
    if (error !== undefined) log.warn({ error: safeError(error) }, "inbox connection lost, locks are gone");
  };

  const open = async (): Promise<PoolClient> => {
    const client = await pool.connect();
    client.on("error", (error) => drop(client, error));
    client.on("notification", ({ payload }) => {
      if (payload === String(botId)) onHint();
    });
    try {
      await client.query(`listen ${UPDATES_HINT_CHANNEL}`);
    } catch (error) {
      client.release(true);
      throw error;
    }
    current = client;
    generation += 1;
    return client;
  };

  const session = async (): Promise<InboxSession> => {
    if (isClosed) throw new Error("the inbox connection is closed");
    const client = current ?? (await open());
    return { client, generation };
  };

  return {
    use(work) {
      const result = turn.then(session).then(work);
      turn = result.catch(() => undefined); // The caller has the error; the next one must have his turn.
      return result;
    },
    close() {
      isClosed = true;
      if (current !== undefined) drop(current);
    },
  };
}
