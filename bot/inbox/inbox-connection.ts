import type { Pool, PoolClient } from "pg";
import type { Log } from "../../core/log.js";
import { UPDATES_HINT_CHANNEL } from "../../core/telegram/inbox.js";
import { safeError } from "../telegram-errors.js";

/**
 * The one database session that holds this process's locks on lanes and hears of new updates. Everything locked goes
 * when it goes, so a process that dies leaves nothing locked.
 */
export interface InboxConnection {
  /** The session, connected anew when it was lost. @throws the database's error while it is away */
  session(): Promise<{ client: PoolClient; /** Another number means that all locks were lost. */ generation: number }>;
  close(): void;
}

export function createInboxConnection(options: {
  pool: Pool;
  log: Log;
  botId: number;
  onHint: () => void;
}): InboxConnection {
  const { pool, log, botId, onHint } = options;
  let current: PoolClient | undefined;
  let opening: Promise<PoolClient> | undefined;
  let generation = 0;

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

  return {
    async session() {
      if (current !== undefined) return { client: current, generation };
      opening ??= open().finally(() => {
        opening = undefined;
      });
      return { client: await opening, generation };
    },
    close() {
      if (current !== undefined) drop(current);
    },
  };
}
