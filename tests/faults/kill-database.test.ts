import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Pool } from "pg";
import { expect, test } from "vitest";
import { createSource } from "../../core/sources/create-source.js";
import { startEmbeddedPostgres } from "../../db/embedded/start.js";
import { migrate } from "../../db/migrate.js";
import { contextOn, secretsKey, TestClock } from "../receiver/_receiver.js";
import { startReceiverProcess } from "./_child.js";
import { FaultLoad, findLosses, type Findings } from "./_fault-load.js";
import { killServer } from "./_processes.js";
import { faultRounds } from "./_rounds.js";

const KILLS = faultRounds({ short: 2, full: 50 });

/** Settings of the control: a COMMIT answers before its record is on disk, and the record is written late. */
const FORGETFUL = ["alter system set synchronous_commit = off", "alter system set wal_writer_delay = '10s'"];

/** Kills a durable PostgreSQL under load again and again; the receiver lives on. */
async function killRepeatedly(kills: number, settings: readonly string[]): Promise<Findings & { slowestMs: number }> {
  const dataDir = await mkdtemp(join(tmpdir(), "goatedvips-faults-"));
  const database = await startEmbeddedPostgres({ dataDir });
  await migrate(database.url);
  const pool = new Pool({ connectionString: database.url, max: 2 });
  pool.on("error", () => undefined);
  const { secret } = await createSource(contextOn(pool, new TestClock()), {
    slug: "casino",
    name: "Casino",
    mode: "events",
  });
  for (const setting of [...settings, "select pg_reload_conf()"]) await pool.query(setting);
  const receiver = await startReceiverProcess(database.url, 0, secretsKey);
  const load = new FaultLoad(receiver.port, secret);
  let slowestMs = 0;
  try {
    for (let kill = 0; kill < kills; kill++) {
      const before = load.acknowledged;
      load.start();
      await expect.poll(() => load.acknowledged, { timeout: 20_000, interval: 5 }).toBeGreaterThan(before + 200);
      await delay(Math.random() * 300);
      const { pid } = database;
      killServer(pid);
      await load.stop();
      await untilAccepting(pool);
      const accepting = performance.now();
      await load.redeliver();
      slowestMs = Math.max(slowestMs, performance.now() - accepting);
    }
    return { ...(await findLosses(pool, load)), slowestMs };
  } finally {
    load.dispose();
    await receiver.kill();
    await pool.end();
    await database.stop({ force: true });
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function untilAccepting(pool: Pool): Promise<void> {
  await expect
    .poll(
      () =>
        pool.query("select 1").then(
          () => true,
          () => false,
        ),
      { timeout: 30_000, interval: 20 },
    )
    .toBe(true);
}

test(`a PostgreSQL killed ${KILLS} times under load keeps everything that was answered, once`, async () => {
  const findings = await killRepeatedly(KILLS, []);
  expect(findings).toMatchObject({ lost: 0, double: 0, unexplained: 0 });
  expect(findings.acknowledged).toBeGreaterThan(KILLS * 200);
  expect(findings.slowestMs).toBeLessThan(5_000);
}, 600_000);

test("control: without synchronous commits the same test finds losses", async () => {
  const findings = await killRepeatedly(Math.min(KILLS, 3), FORGETFUL);
  expect(findings.lost).toBeGreaterThan(0);
}, 180_000);
