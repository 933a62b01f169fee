import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import { join } from "node:path";
import { Client } from "pg";
import { projectRoot } from "../project-root.js";
import { DatabaseUnreachableError } from "./unreachable.js";

/** Any constant works; all processes of the product must use the same. */
const MIGRATION_LOCK = 7_211_001;

/**
 * Brings the schema up to date. drizzle's migrator takes no lock (four processes at once: three crash with 23505),
 * so a session advisory lock on a connection of its own lets one run while the others wait and then find nothing to do.
 * @throws DatabaseUnreachableError, and the database's error when a migration fails: nothing of it stays
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, application_name: "goatedvips-migrate" });
  await client.connect().catch((error: unknown) => {
    throw new DatabaseUnreachableError(error);
  });
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await client.query("set lock_timeout = '2s'");
    await applyMigrations(drizzle(client), { migrationsFolder: join(projectRoot, "db", "migrations") });
    await startEraIfNew(client);
  } finally {
    await client.end();
  }
}

/**
 * Opens a new ledger era when the database lives in another cluster, or on another timeline of it, than the one that
 * wrote the newest entries: transaction ids of the two cannot be compared.
 */
async function startEraIfNew(client: Client): Promise<void> {
  await client.query(`
    with here as (
      select (pg_control_system()).system_identifier || ':' || (pg_control_checkpoint()).timeline_id as cluster
    ), newest as (select id, cluster from ledger_eras order by id desc limit 1)
    insert into ledger_eras (id, cluster)
    select coalesce((select id from newest), 0) + 1, here.cluster from here
    where here.cluster is distinct from (select cluster from newest)`);
}
