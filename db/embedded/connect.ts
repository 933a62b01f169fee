import { realpath } from "node:fs/promises";
import { Client } from "pg";
import { hasCode } from "./error.js";
import type { Folder } from "./folder.js";
import { embeddedName, readPassword } from "./initdb.js";

/** Connection string of one database of the server. */
export function urlOf(port: number, password: string, database: string): string {
  return `postgres://${embeddedName}:${password}@127.0.0.1:${port}/${database}`;
}

/**
 * Connects to the database `postgres` and makes sure that the server at that port is the one of our folder: after a crash the
 * port in a left-over file may belong to anybody. The password alone is not proof, the data directory is. Creates the product's
 * database when it is missing.
 */
export async function connectTo(folder: Folder, port: number): Promise<Client> {
  const client = new Client({
    connectionString: urlOf(port, await readPassword(folder), "postgres"),
    application_name: "goatedvips keeper",
    ssl: false,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // Without a listener the end of the server would end this process.
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ dir: string }>("select current_setting('data_directory') as dir");
    const dir = rows[0]?.dir ?? "";
    if ((await realpath(dir)) !== folder.cluster) throw new Error(`the server at port ${port} serves ${dir}`);
    await createDatabase(client);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined); // it may never have been connected
    throw error;
  }
}

/** Here rather than after initdb, so that a start that was cut short in between is made good by the next one. */
async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [embeddedName]);
  if (rowCount !== 0) return;
  try {
    await client.query(`create database ${embeddedName}`);
  } catch (error) {
    // duplicate_database, or its unique index: another process was quicker, which the start lock prevents on Linux only.
    if (!hasCode(error, "42P04", "23505")) throw error;
  }
}
