import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client, Pool } from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Durations } from "../../core/health/durations.js";
import { createSource } from "../../core/sources/create-source.js";
import journal from "../../db/migrations/meta/_journal.json" with { type: "json" };
import { projectRoot } from "../../project-root.js";
import { processChecks } from "../../readiness-checks.js";
import { runAlone, withDatabase } from "../_admin.js";
import { createTestDatabase } from "../_database.js";
import { freePorts, startProcess, type RunningProduct } from "../_product.js";
import { contextOn, secretsKey, settled, sign, TestClock } from "../receiver/_receiver.js";
import { startProxy, type Upstream } from "./_proxy.js";

/** As in production, but on a database of tests, which forgets what it is told and so is refused there. */
const SERVER = {
  SANDBOX: "off",
  PUBLIC_URL: "https://races.example",
  SECRETS_KEY: secretsKey.toString("base64"),
  TRUST_PROXY: "1",
};

let dataDir: string;
beforeAll(async () => {
  const built = spawnSync("node", ["scripts/build.mjs"], { cwd: projectRoot, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`the build failed:\n${built.stderr}`);
  dataDir = await mkdtemp(join(tmpdir(), "goatedvips-lifecycle-"));
}, 120_000);
afterAll(() => rm(dataDir, { recursive: true, force: true }));

/** A database with nothing in it, not even a schema. */
async function emptyDatabase(): Promise<{ url: string } & AsyncDisposable> {
  const { adminUrl } = inject("testCluster");
  const name = `empty_${process.pid}_${randomBytes(6).toString("hex")}`;
  await runAlone(adminUrl, `create database ${name}`);
  return {
    url: withDatabase(adminUrl, name),
    [Symbol.asyncDispose]: () => runAlone(adminUrl, `drop database ${name} with (force)`),
  };
}

describe("eight processes that start at once on an empty database", () => {
  it("all become ready, and the schema was made once", async () => {
    await using database = await emptyDatabase();
    const parts = ["webhooks", "worker", "webhooks", "worker", "webhooks", "worker", "webhooks", "worker"];
    const processes = await Promise.all(
      parts.map((part) => startProcess({ ...SERVER, PARTS: part, DATABASE_URL: database.url, DATA_DIR: dataDir })),
    );
    const pool = new Pool({ connectionString: database.url });
    const { rows } = await pool.query(
      `select (select count(*)::int from drizzle.__drizzle_migrations) as migrations,
              (select count(*)::int from ledger_eras) as eras`,
    );
    await pool.end();
    expect(rows).toEqual([{ migrations: journal.entries.length, eras: 1 }]);
    for (const one of processes) expect(one.output()).toContain("is ready");
    // Killed: how they end in order is the next test's concern.
    await Promise.all(processes.map((one) => one.end("SIGKILL")));
  }, 60_000);

  it("would not without the lock around the migrations (control)", async () => {
    await using database = await emptyDatabase();
    const clients = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const client = new Client({ connectionString: database.url });
        await client.connect();
        return client;
      }),
    );
    const ends = await Promise.allSettled(
      clients.map((client) =>
        applyMigrations(drizzle(client), { migrationsFolder: join(projectRoot, "db", "migrations") }),
      ),
    );
    await Promise.all(clients.map((client) => client.end()));
    expect(ends.filter(({ status }) => status === "rejected").length).toBeGreaterThan(0);
  });
});

describe("two API and two receiver processes behind a proxy", () => {
  it("are replaced one after another under load: nobody sees an error but 503 with Retry-After, and nothing is lost", async () => {
    await using database = await createTestDatabase();
    const context = contextOn(database.pool, new TestClock());
    const { slug, secret } = await createSource(context, { slug: "casino", name: "Casino", mode: "events" });
    const ports = await freePorts(8);
    const seats = [
      { PARTS: "api", PORT: ports[0], METRICS_PORT: ports[1] },
      { PARTS: "api", PORT: ports[2], METRICS_PORT: ports[3] },
      { PARTS: "webhooks", WEBHOOK_PORT: ports[4], METRICS_PORT: ports[5] },
      { PARTS: "webhooks", WEBHOOK_PORT: ports[6], METRICS_PORT: ports[7] },
    ].map((seat) => Object.fromEntries(Object.entries(seat).map(([name, value]) => [name, String(value)])));
    const start = (seat: Record<string, string>) =>
      startProcess({ ...SERVER, ...seat, DATABASE_URL: database.url, DATA_DIR: dataDir });
    const upstreamOf = (seat: Record<string, string>): Upstream => ({
      port: Number(seat["PORT"] ?? seat["WEBHOOK_PORT"]),
      readyUrl: `http://127.0.0.1:${seat["METRICS_PORT"]}/readyz`,
    });
    const running: RunningProduct[] = await Promise.all(seats.map(start));
    await using api = await startProxy(seats.slice(0, 2).map(upstreamOf));
    await using receiver = await startProxy(seats.slice(2).map(upstreamOf));

    const seen: Record<string, number> = {};
    const note = (what: string, answer: Response): void => {
      const key = `${what} ${answer.status}${answer.status === 503 ? ` Retry-After ${/^\d+$/.test(answer.headers.get("retry-after") ?? "")}` : ""}`;
      seen[key] = (seen[key] ?? 0) + 1;
    };
    const enough = new AbortController();
    let sent = 0;
    const post = async (id: string, body: Buffer): Promise<void> => {
      for (;;) {
        const timestamp = String(Math.floor(Date.now() / 1_000));
        const answer = await fetch(`${receiver.url}/hooks/v1/${slug}`, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            "webhook-id": id,
            "webhook-timestamp": timestamp,
            "webhook-signature": sign(secret, id, timestamp, body),
          },
          body: new Uint8Array(body),
        });
        await answer.body?.cancel();
        note("post", answer);
        if (answer.ok) return;
        await delay(50);
      }
    };
    const casino = async (): Promise<void> => {
      while (!enough.signal.aborted) {
        const event = settled({
          player_id: `U${sent % 20}`,
          amount: "1.000001",
          occurred_at: new Date().toISOString(),
        });
        await post(`msg_${(sent += 1)}`, Buffer.from(JSON.stringify(event)));
        await delay(2);
      }
    };
    const visitor = async (): Promise<void> => {
      for (let visit = 0; !enough.signal.aborted; visit++) {
        const from = `10.1.${visit >> 8}.${visit & 255}`;
        const answer = await fetch(`${api.url}/api/v1/races`, { headers: { "x-forwarded-for": from } });
        await answer.body?.cancel();
        note("visit", answer);
        await delay(5);
      }
    };
    const load = Promise.all([casino(), casino(), casino(), visitor(), visitor()]);

    const exits: (number | null)[] = [];
    for (const at of [0, 1]) {
      // One of each kind at a time: an API and a receiver.
      await Promise.all(
        [at, at + 2].map(async (seat) => {
          exits.push(await running[seat]!.end("SIGTERM"));
          running[seat] = await start(seats[seat]!);
        }),
      );
      // The proxy takes the new one in before the next goes.
      await delay(1_000);
    }
    enough.abort();
    await load;
    await Promise.all(running.map((one) => one.end("SIGKILL")));

    expect(exits).toEqual([0, 0, 0, 0]);
    const allowed = ["post 200", "post 503 Retry-After true", "visit 200", "visit 503 Retry-After true"];
    expect(Object.keys(seen).filter((what) => !allowed.includes(what))).toEqual([]);
    expect(seen["post 200"]).toBe(sent);
    expect(seen["visit 200"]).toBeGreaterThan(100);
    const { rows } = await database.pool.query<{ entries: number; total: string }>(
      "select count(*)::int as entries, sum(delta)::text as total from ledger",
    );
    expect(rows).toEqual([{ entries: sent, total: String(sent * 1_000_001) }]);
  }, 90_000);
});

describe("a fault that nobody caught", () => {
  it("ends the process in order with 1, and the log says what it was", async () => {
    await using database = await createTestDatabase();
    const fault = 'process.on("SIGUSR2", () => { throw new Error("planted fault") })';
    await using product = await startProcess({
      PARTS: "webhooks",
      DATABASE_URL: database.url,
      SANDBOX: "off",
      NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(fault)}`,
    });
    expect(await product.end("SIGUSR2")).toBe(1);
    expect(product.output()).toContain("a fault nobody caught: stopping in order");
    expect(product.output()).toContain("planted fault");
  });
});

describe("readiness of a process", () => {
  it("tells what is wrong: a server that forgets commits, a queue that is nearly full", async () => {
    await using database = await createTestDatabase();
    // The server of the tests has fsync and full_page_writes off besides.
    const careless = new Pool({ connectionString: database.url, options: "-c synchronous_commit=off" });
    careless.on("error", () => undefined);
    const queue = { posts: 4_200, bytes: 0, oldestMs: 0, inFlight: 0, flushes: 0, flushedPosts: 0 };
    const parts = {
      pools: new Map(),
      receiver: {
        stats: () => ({ outcomes: [], seconds: new Durations().read(), lag: new Durations().read(), queue }),
      },
    };
    const problems = async (isProduction: boolean, pool: Pool, watched: Parameters<typeof processChecks>[2]) =>
      (await Promise.all(processChecks({ isProduction }, { pool }, watched).map((check) => check.problem()))).filter(
        (problem) => problem !== null,
      );
    expect(await problems(true, careless, parts)).toEqual([
      "4200 posts wait for a commit, 5,000 is the end",
      "fsync, full_page_writes, synchronous_commit is off: what was answered with 200 can be lost",
    ]);
    expect(await problems(false, careless, { pools: new Map() }), "a newcomer's own database").toEqual([]);
    await careless.end();
  });
});
