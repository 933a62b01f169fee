import type { Pool, PoolClient } from "pg";

/** `snapshot` reads one frozen state and writes nothing; it may take minutes, because boards and results are large. */
type Kind = "read committed" | "snapshot";

const BEGIN: Record<Kind, string> = {
  "read committed": "begin",
  snapshot:
    "begin isolation level repeatable read read only; set local statement_timeout = '120s'; set local work_mem = '256MB'",
};

/**
 * Runs work on one connection inside a transaction: committed when it returns, rolled back when it throws.
 * @throws what the work or the database throws; a COMMIT that failed on the way has an unknown outcome
 */
export async function inTransaction<Result>(
  pool: Pool,
  kind: Kind,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  try {
    await client.query(BEGIN[kind]);
    const result = await work(client);
    await client.query("commit");
    client.release();
    return result;
  } catch (error) {
    // A connection that cannot roll back is not given to the next caller.
    const isUsable = await client.query("rollback").then(
      () => true,
      () => false,
    );
    client.release(!isUsable);
    throw error;
  }
}
