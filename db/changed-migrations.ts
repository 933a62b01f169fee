import { readMigrationFiles } from "drizzle-orm/migrator";
import { join } from "node:path";
import type { Pool } from "pg";
import journal from "./migrations/meta/_journal.json" with { type: "json" };
import { projectRoot } from "../project-root.js";

/**
 * Names of migrations that the database has in another form than this version's files, or has not at all: somebody
 * edited one after its release, or merged an older one late. drizzle's migrator looks at neither. Those of a newer version
 * are no fault: this one runs on its schema.
 */
export async function readChangedMigrations(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ hash: string; at: string }>(
    "select hash, created_at::text as at from drizzle.__drizzle_migrations",
  );
  const applied = new Map(rows.map(({ hash, at }) => [Number(at), hash]));
  return readMigrationFiles({ migrationsFolder: join(projectRoot, "db", "migrations") })
    .filter(({ hash, folderMillis }) => applied.get(folderMillis) !== hash)
    .map(({ folderMillis }) => journal.entries.find(({ when }) => when === folderMillis)?.tag ?? String(folderMillis));
}
