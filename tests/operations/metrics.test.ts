import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import type { Pool } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createReadiness } from "../../api/health/readiness.js";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import type { CoreContext } from "../../core/context.js";
import { rotateSecret } from "../../core/sources/rotate-secret.js";
import type { PlayerId, SourceId } from "../../wire/ids.js";
import type { WatchedParts } from "../../metrics.js";
import { startMetrics, type Metrics, type MetricsConfig } from "../../start-metrics.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { CHANNEL, field, startTestFeed } from "../live/_feed.js";
import { memoryLog, settled, startTestReceiver } from "../receiver/_receiver.js";
import { scrape, scrapeUntil } from "./_scrape.js";

const running = new AbortController().signal;
const CONFIG: MetricsConfig = {
  metrics: { host: "127.0.0.1", port: 0 },
  dataDir: "/",
  parts: new Set(["worker"]),
  webhookPublicUrl: "http://localhost",
  sandbox: false,
  readEveryMs: 20,
};
const NO_WORKER: Partial<MetricsConfig> = { parts: new Set(["api", "webhooks"]) };

const READY = createReadiness([], () => false);

function startOn(pool: Pool, config: Partial<MetricsConfig> = {}, parts: Partial<WatchedParts> = {}): Promise<Metrics> {
  return startWith(testContext(pool), config, parts);
}

function startWith(
  context: CoreContext,
  config: Partial<MetricsConfig> = {},
  parts: Partial<WatchedParts> = {},
): Promise<Metrics> {
  const watched = { pools: new Map([["main", context.pool]]), ...parts };
  return startMetrics({ context, parts: watched, readiness: READY }, { ...CONFIG, ...config }, running);
}

describe("metrics of the parts of a process", () => {
  it("count what the receiver answered and how posts shared commits", async () => {
    await using receiver = await startTestReceiver();
    await using metrics = await startWith(receiver.context, NO_WORKER, { receiver: receiver.receiver });
    const event = settled();
    expect((await receiver.post(event, { id: "msg_1" })).status).toBe(200);
    expect((await receiver.post(event, { id: "msg_1" })).status).toBe(200);
    const wrong = { secret: "whsec_bm90IHRoZSByaWdodCBzZWNyZXQgYXQgYWxs" };
    expect((await receiver.post(settled(), wrong)).status).toBe(401);
    expect((await receiver.post(settled(), { ...wrong, path: "/hooks/v1/made-up-by-a-stranger" })).status).toBe(401);

    const numbers = await scrape(metrics.port);
    expect(numbers.get('webhook_requests_total{source="casino",outcome="accepted"}')).toBe(1);
    expect(numbers.get('webhook_requests_total{source="casino",outcome="duplicate"}')).toBe(1);
    expect(numbers.get('webhook_requests_total{source="casino",outcome="bad_signature"}')).toBe(1);
    expect(
      numbers.get('webhook_requests_total{source="",outcome="unknown_source"}'),
      "a made-up name is no label",
    ).toBe(1);
    expect(numbers.get("event_lag_seconds_count"), "of what is new").toBe(1);
    expect(numbers.get("dedupe_total")).toBe(1);
    expect(numbers.get("ingest_batch_size_sum")).toBe(2);
    expect(numbers.get("ingest_batch_size_count")).toBe(2);
    expect(numbers.get("ingest_queue_depth")).toBe(0);
    expect(numbers.get("webhook_seconds_count"), "what was not signed waits for no commit").toBe(2);
    expect(numbers.get('webhook_seconds_bucket{le="+Inf"}')).toBe(2);
    expect(numbers.get("webhook_seconds_sum")).toBeGreaterThan(0);
  });

  it("count answers of the API, and readers of the feed from their coming to their going", async () => {
    await using feed = await startTestFeed();
    const { api, boards } = feed;
    await using metrics = await startOn(api.database.pool, NO_WORKER, { api });
    boards.set(CHANNEL, field(3));
    const reader = await feed.join();
    boards.set(CHANNEL, field(3, 2_000));
    await reader.next("snap", 2);
    await api.call("/openapi.json");
    await api.call("/leaderboards/week");
    await api.call("/nothing");
    await api.call("/me");
    const numbers = await scrapeUntil(metrics.port, (now) => (now.get("http_seconds_count") ?? 0) >= 4);
    expect(numbers.get('http_requests_total{status="404"}')).toBeGreaterThan(0);
    expect(numbers.get('http_requests_total{status="401"}')).toBe(1);
    expect(numbers.get('auth_failures_total{reason="no_token"}')).toBe(1);
    expect(numbers.get('http_requests_total{status="200"}')).toBeGreaterThan(0);
    expect(numbers.get("ws_connections")).toBe(1);
    expect(numbers.get("fanout_seconds_count")).toBeGreaterThan(0);
    expect(numbers.get('fanout_seconds_bucket{le="10"}')).toBe(numbers.get("fanout_seconds_count"));
    reader.send("not a frame");
    const code = await reader.closing();
    const after = await scrapeUntil(metrics.port, (now) => now.get("ws_connections") === 0);
    expect(after.get(`ws_terminated_total{code="${code}",reason="policy"}`)).toBe(1);
  });

  it("tell how many boards are open, how far they are behind, and how the pool is used", async () => {
    await using database = await createTestDatabase();
    const context = testContext(database.pool);
    await using boards = await startLiveBoards(context, {}, running);
    await using metrics = await startOn(database.pool, NO_WORKER, { boards });
    await boards.caughtUp();
    const numbers = await scrape(metrics.port);
    expect(numbers.get("boards_open")).toBe(boards.keys().length);
    expect(numbers.get("boards_open")).toBeGreaterThan(0);
    expect(numbers.get("boards_behind_seconds")).toBeLessThan(5);
    expect(numbers.get('pg_pool_waiting{pool="main"}')).toBe(0);
    expect(numbers.get('pg_pool_connections{pool="main",state="idle"}')).toBeGreaterThan(0);
    expect(numbers.has("nodejs_eventloop_lag_p99_seconds")).toBe(true);
  });

  it("are served next to a sign of life, and nothing else is", async () => {
    await using database = await createTestDatabase();
    await using metrics = await startOn(database.pool, NO_WORKER);
    const at = `http://127.0.0.1:${metrics.port}`;
    expect((await fetch(`${at}/livez`)).status).toBe(200);
    expect(await (await fetch(`${at}/readyz`)).json()).toEqual({ status: "ready", reasons: [] });
    expect((await fetch(`${at}/`)).status).toBe(404);
    expect((await fetch(`${at}/metrics`, { method: "POST" })).status).toBe(404);
  });

  it("never ask the database because somebody scrapes", async () => {
    await using database = await createTestDatabase();
    await using metrics = await startOn(database.pool, { readEveryMs: 3_600_000 });
    await scrapeUntil(metrics.port, (numbers) => (numbers.get("pg_database_bytes") ?? 0) > 0);
    await scrapeUntil(metrics.port, () => database.pool.totalCount === database.pool.idleCount);
    let queries = 0;
    database.pool.on("acquire", () => (queries += 1));
    for (let scrapes = 0; scrapes < 5; scrapes++) await scrape(metrics.port);
    expect(queries).toBe(0);
    await database.pool.query("select 1");
    expect(queries, "the counter counts (control)").toBe(1);
  });

  it("are left out when their port is taken: the product starts all the same", async () => {
    await using database = await createTestDatabase();
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const log = memoryLog();
    const context = testContext(database.pool, { log });
    const { port } = other.address() as AddressInfo;
    await using metrics = await startWith(context, { ...NO_WORKER, metrics: { host: "127.0.0.1", port } });
    expect(metrics.port).toBeNull();
    expect(log.lines.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      "error: no metrics: set METRICS_PORT to a free port",
    ]);
    other.close();
  });
});

describe("metrics of the database", () => {
  let database: TestDatabase;
  let source: SourceId;
  let player: PlayerId;

  beforeEach(async () => {
    database = await createTestDatabase();
    source = await addSource(database.pool, "casino");
    [player] = (await addPlayers(database.pool, source, 1)) as [PlayerId];
  });
  afterEach(() => database[Symbol.asyncDispose]());

  it("say that every wager is the sum of its chain, and by how much one is not (control)", async () => {
    const at = "2026-11-22T10:00:00Z";
    await addEntries(database.pool, [
      { source, player, ref: "w1", seq: 1, delta: 5_000_000n, amount: 5_000_000n, at },
      { source, player, ref: "w1", seq: 2, delta: -2_000_000n, amount: 3_000_000n, at },
    ]);
    await using metrics = await startOn(database.pool);
    const start = Date.now() / 1_000;
    const whole = await scrapeUntil(metrics.port, (now) => (now.get("ledger_checked_timestamp_seconds") ?? 0) >= start);
    expect(whole.get("race_unexplained_units")).toBe(0);

    // Somebody with the database's password gives a player 7 micro-USD.
    await addEntries(database.pool, [{ source, player, ref: "w1", seq: 3, delta: 1_000_007n, amount: 4_000_000n, at }]);
    await scrapeUntil(metrics.port, (now) => now.get("race_unexplained_units") === 7);
    const later = Date.now() / 1_000;
    const again = await scrapeUntil(metrics.port, (now) => (now.get("ledger_checked_timestamp_seconds") ?? 0) > later);
    expect(again.get("race_unexplained_units"), "a later look forgets nothing").toBe(7);

    // A ledger is mended by adding, never by editing.
    await addEntries(database.pool, [{ source, player, ref: "w1", seq: 4, delta: -7n, amount: 4_000_000n, at }]);
    await scrapeUntil(metrics.port, (now) => now.get("race_unexplained_units") === 0);
  });

  it("count open dead letters and their age", async () => {
    await database.pool.query(
      `insert into dead_letters (source_id, delivery_id, endpoint, headers, body, reason, received_at)
       values ($1, 'a', 'event', '{}', '', 'unknown_type', now() - interval '20 minutes'), ($1, 'b', 'event', '{}', '', 'unknown_type', now())`,
      [source],
    );
    await using metrics = await startOn(database.pool);
    const numbers = await scrapeUntil(metrics.port, (now) => (now.get("dead_letter_oldest_seconds") ?? 0) > 0);
    expect(numbers.get("dead_letter_open")).toBe(2);
    expect(numbers.get("dead_letter_oldest_seconds")).toBeGreaterThanOrEqual(1_200);
  });

  it("tell which sources are silent, and forget one that was removed", async () => {
    await database.pool.query(
      "insert into source_health (source_id, last_accepted_at) values ($1, now() - interval '1000 s')",
      [source],
    );
    await addSource(database.pool, "newcomer");
    await using metrics = await startOn(database.pool);
    const numbers = await scrapeUntil(metrics.port, (now) => now.has('source_stale{source="newcomer"}'));
    expect(numbers.get('source_stale{source="casino"}')).toBe(1);
    expect(numbers.get('source_silent_seconds{source="casino"}')).toBeGreaterThanOrEqual(1_000);
    expect(numbers.get('source_stale{source="newcomer"}'), "it was never heard, so it did not fall silent").toBe(0);
    await database.pool.query("update sources set removed_at = now() where id = $1", [source]);
    await scrapeUntil(metrics.port, (now) => !now.has('source_stale{source="casino"}'));
  });

  it("tell while a casino still signs with its old secret", async () => {
    await using receiver = await startTestReceiver();
    await rotateSecret(receiver.context, receiver.slug);
    await using metrics = await startWith(receiver.context);
    await scrapeUntil(metrics.port, (now) => now.get('secret_previous_used{source="casino"}') === 0);
    expect((await receiver.post(settled())).status).toBe(200);
    await scrapeUntil(metrics.port, (now) => now.get('secret_previous_used{source="casino"}') === 1);
  });

  it("tell of a transaction that holds the boards up, and not of one that only reads", async () => {
    await using metrics = await startOn(database.pool);
    const client = await database.pool.connect();
    await client.query("begin; select count(*) from ledger");
    const start = Date.now() / 1_000;
    // The fence belongs to the whole cluster: transactions of other test files show as well, and end.
    await scrapeUntil(
      metrics.port,
      (now) => (now.get("readings_timestamp_seconds") ?? 0) > start && now.get("pg_oldest_tx_seconds") === 0,
    );
    await client.query("select pg_current_xact_id()");
    await scrapeUntil(metrics.port, (now) => (now.get("pg_oldest_tx_seconds") ?? 0) > 0);
    await client.query("rollback");
    client.release();
    const ended = await scrapeUntil(metrics.port, (now) => now.get("pg_oldest_tx_seconds") === 0);
    expect(ended.get("pg_oldest_tx_seconds")).toBe(0);
  });

  it("tell of messages, updates and races that are late", async () => {
    await database.pool.query(`
      insert into telegram_outbox (dedupe_key, chat_id, kind, payload, send_after) values ('late', 1, 'x', '{}', now() - interval '200 s');
      insert into telegram_outbox (dedupe_key, chat_id, kind, payload, send_after) values ('not due', 1, 'x', '{}', now() + interval '200 s');
      insert into telegram_outbox (dedupe_key, chat_id, kind, payload, state) values ('unclear', 1, 'x', '{}', 'ambiguous');
      insert into telegram_updates (bot_id, update_id, lane, kind, payload, received_at) values (1, 1, 'l', 'message', '{}', now() - interval '100 s')`);
    await database.pool.query(`
      insert into races (id, title, status, starts_at, ends_at, time_zone, tie_rule, min_wager, newcomers, grace_minutes, dispute_hours)
      values ('AAAAAAAAAA', 'Late', 'scheduled', now() - interval '2 minutes', now() + interval '1 day', 'UTC', 'split', 0, 'ask', 15, 48),
             ('BBBBBBBBBB', 'Due', 'scheduled', now() - interval '2 seconds', now() + interval '1 day', 'UTC', 'split', 0, 'ask', 15, 48)`);
    await using metrics = await startOn(database.pool);
    const start = Date.now() / 1_000;
    const numbers = await scrapeUntil(metrics.port, (now) => (now.get("readings_timestamp_seconds") ?? 0) > start);
    expect(numbers.get("races_overdue")).toBe(1);
    expect(numbers.get("outbox_oldest_seconds")).toBeGreaterThanOrEqual(200);
    expect(numbers.get("outbox_ambiguous")).toBe(1);
    expect(numbers.get("inbox_oldest_seconds")).toBeGreaterThanOrEqual(100);
    expect(numbers.get("data_disk_free_bytes")).toBeGreaterThan(0);
    expect(numbers.get("clock_skew_ms")).toBeLessThan(2_000);
  });

  it("grow old and are served on while they cannot be read", async () => {
    const log = memoryLog();
    await using metrics = await startWith(testContext(database.pool, { log }));
    await scrapeUntil(metrics.port, (now) => (now.get("pg_database_bytes") ?? 0) > 0);
    await database.pool.query("drop table dead_letters cascade");
    await scrapeUntil(metrics.port, () => log.lines.some(({ level }) => level === "warn"));
    const before = (await scrape(metrics.port)).get("readings_timestamp_seconds") ?? 0;
    expect(before).toBeGreaterThan(0);
    log.lines.length = 0;
    await scrapeUntil(metrics.port, () => log.lines.length > 0);
    expect((await scrape(metrics.port)).get("readings_timestamp_seconds")).toBe(before);
  });
});
