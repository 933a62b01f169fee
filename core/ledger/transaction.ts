import type { ClientBase } from "pg";

export type TransactionEnd = "commit" | "rollback";

/**
 * Runs work between BEGIN and its end.
 * @throws whatever the work or the database throws; the transaction is undone if the connection still lives
 */
export async function inTransaction<Result>(
  client: ClientBase,
  end: TransactionEnd,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query("begin");
  try {
    const result = await work();
    const { command } = await client.query(end);
    // The server answers ROLLBACK, without an error, to the COMMIT of a failed transaction.
    if (command !== end.toUpperCase()) throw new Error(`the transaction's ${end} was answered with ${command}`);
    return result;
  } catch (error) {
    await client.query("rollback").catch(() => undefined); // The connection may be what failed; its owner drops it.
    throw error;
  }
}
