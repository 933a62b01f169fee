import { AsyncResource } from "node:async_hooks";
import { drizzle, type NodePgDatabase } from "drizzle-orm/node-postgres";
import { Pool, type PoolClient } from "pg";

export type Database = NodePgDatabase;

export interface ConnectOptions {
  /** Shown in `pg_stat_activity`, so that an operator sees who holds a connection. */
  applicationName: string;
  maxConnections?: number;
  /** So long a statement waits for its answer; left out, for ever. The server's own limit does not help when the network swallows it. */
  silenceMs?: number;
  /** Idle clients are told when the server stops; an unheard error event would end the process. */
  onIdleError: (error: Error) => void;
}

/**
 * Opens a pool with limits: a statement may take 5 s, wait 2 s for a lock and leave a
 * transaction idle for 10 s, so that one stuck caller cannot stop the others.
 */
export function connect(url: string, options: ConnectOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    application_name: options.applicationName,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 2_000,
    statement_timeout: 5_000,
    ...(options.silenceMs === undefined ? {} : { query_timeout: options.silenceMs }),
    lock_timeout: 2_000,
    idle_in_transaction_session_timeout: 10_000,
  });
  // A client is made on some occasion, such as a request, that has nothing to do with its loss hours later.
  pool.on("error", AsyncResource.bind(options.onIdleError));
  return pool;
}

/** The same pool, or one connection of it inside a transaction, through drizzle: for everything that is not hot. */
export function drizzleOn(connection: Pool | PoolClient): Database {
  return drizzle(connection);
}
