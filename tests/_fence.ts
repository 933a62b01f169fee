import type { Pool } from "pg";
import { until } from "./_until.js";

/**
 * Waits until every committed ledger entry is behind the fence that tails and seals respect. The fence belongs to the
 * whole cluster, so a transaction of a test file that runs beside this one can hold it for a moment.
 */
export async function fencePasses(pool: Pool): Promise<void> {
  await until("the fence passes the ledger", async () => {
    const { rows } = await pool.query<{ is_behind: boolean }>(
      "select coalesce(max(xid) < pg_snapshot_xmin(pg_current_snapshot()), true) as is_behind from ledger",
    );
    return rows[0]?.is_behind === true;
  });
}
