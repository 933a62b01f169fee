import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pool } from "pg";
import { systemClock } from "../../core/clock.js";
import type { CoreContext } from "../../core/context.js";
import { createSource } from "../../core/sources/create-source.js";
import { keyOfSecretText } from "../../core/sources/secret-text.js";
import { connect, drizzleOn } from "../../db/connect.js";
import { startEmbeddedPostgres } from "../../db/embedded/start.js";
import { migrate } from "../../db/migrate.js";

/** A durable database of its own with one source and its players. */
export interface Stage extends AsyncDisposable {
  readonly url: string;
  readonly secretsKey: string;
  readonly sourceId: number;
  readonly slug: string;
  /** The source's signing key, base64. */
  readonly key: string;
  query(text: string): Promise<void>;
}

export const PLAYERS = 10_000;

/** A million players take longer than a statement may last. */
async function fill(pool: Pool, source: number, players: number): Promise<void> {
  const client = await pool.connect();
  await client.query("set statement_timeout = 0");
  await client.query("insert into players (source_id, external_id) select $1, 'U' || g from generate_series(0, $2) g", [
    source,
    players - 1,
  ]);
  await client.query("analyze");
  client.release(true);
}

/** Files of 16 MB in the log of a database that keeps 1 GB of them (db/embedded/settings.ts). */
const LOG_FILES = 64;

/**
 * Brings the log to where the first million posts bring it: its files are there and used again. A young database makes
 * each one when it needs it, and all commits wait for 40 to 70 ms meanwhile, every 3 s at 5,500 posts/s: no run of a few
 * seconds would tell the 99th percentile of anything else (docs/adr/0005).
 */
async function goOnceThroughTheLog(pool: Pool): Promise<void> {
  const client = await pool.connect();
  await client.query("set statement_timeout = 0");
  for (let file = 0; file < LOG_FILES; file++) {
    await client.query("select pg_logical_emit_message(false, 'bench', '')");
    await client.query("select pg_switch_wal()");
  }
  await client.query("checkpoint");
  client.release(true);
}

export async function openStage(players = PLAYERS): Promise<Stage> {
  const dataDir = await mkdtemp(join(tmpdir(), "goatedvips-bench-"));
  const database = await startEmbeddedPostgres({ dataDir });
  await migrate(database.url);
  const pool = connect(database.url, { applicationName: "bench", maxConnections: 2, onIdleError: () => undefined });
  const secretsKey = randomBytes(32);
  const context: Pick<CoreContext, "db" | "secretsKey" | "clock"> = {
    db: drizzleOn(pool),
    secretsKey,
    clock: systemClock,
  };
  const source = await createSource(context, { slug: "bench", name: "Bench", mode: "events" });
  await fill(pool, source.id, players);
  await goOnceThroughTheLog(pool);
  return {
    url: database.url,
    secretsKey: secretsKey.toString("base64"),
    sourceId: source.id,
    slug: source.slug,
    key: keyOfSecretText(source.secret)?.toString("base64") ?? "",
    query: async (text) => {
      await pool.query(text);
    },
    [Symbol.asyncDispose]: async () => {
      await pool.end();
      await database.stop({ force: true });
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
