import { createServer } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { ROUTES } from "../../api/routes/table.js";
import { openApiDocument } from "../../api/openapi/document.js";
import { createApiKey } from "../../core/access/api-keys.js";
import { createRace } from "../../core/races/create-race.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { startTestApi, type TestApi } from "../api/_api.js";
import { endedRace } from "../settlement/_race.js";
import { fuzz } from "./_fuzz.js";
import { watchQueries, type AskedQuery, type CountedRequest } from "./_query-counter.js";

const PLAYERS = 12_000;
/** Below this a sequential scan is the right plan. */
const LARGE_ROWS = 10_000;
const READ_LIMIT = 4;
/** Not pages: they rank a whole race anew, in one snapshot. The settlement's, with evidence, is for administrators only. */
const LONG_READS = new Map([
  ["GET /admin/races/:id/settlement", 16],
  // Ranks each of up to 10 lanes in one snapshot; whoever asks within half a minute shares it.
  ["GET /races/:id/lanes", 18],
]);
/** Acts write and are audited; the longest settle a race (14) and finalize it, which settles it again first (19). */
const ACT_LIMIT = 20;

let api: TestApi;
let counter: ReturnType<typeof watchQueries>;
let live: string;
let settled: string;
let playerId: string;
let token: string;
let pages: CountedRequest[];

/** Large tables, with what readers ask for among them. */
async function seed(): Promise<void> {
  const { pool } = api.database;
  await pool.query(`insert into sources (slug, name, mode) values ('acme', 'Acme', 'events')`);
  await pool.query(
    `insert into players (source_id, external_id, name, named_at)
     select 1, 'U' || n, 'player_' || n, now() from generate_series(1, $1) n`,
    [PLAYERS],
  );
  await pool.query(
    `insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, category, era)
     select 1, 'wager', 'w' || n, 1, 1 + n % $1, 1, 1000000 + n, 1000000 + n,
       now() - make_interval(mins => 5 + n % 50), 'slots', (select max(id) from ledger_eras)
     from generate_series(1, $1 * 3) n`,
    [PLAYERS],
  );
  await pool.query(
    `insert into telegram_users (id, first_name) select 10000 + n, 'Ann' from generate_series(1, $1) n`,
    [PLAYERS],
  );
  await pool.query(
    `insert into sessions (user_id, init_data_sha256, expires_at, address)
     select 10000 + n, sha256(n::text::bytea), now() + interval '1 day', '127.0.0.1' from generate_series(1, $1) n`,
    [PLAYERS],
  );
  await pool.query(
    `insert into refresh_tokens (token_sha256, session_id, expires_at)
     select sha256(id::text::bytea), id, now() + interval '1 day' from sessions`,
  );
}

beforeAll(async () => {
  api = await startTestApi({ realBoards: true });
  await seed();
  const now = Date.now();
  live = await createRace(
    { ...api.context },
    {
      title: "Live",
      startsAt: new Date(now - 3_600_000).toISOString(),
      endsAt: new Date(now + 3_600_000).toISOString(),
      prizes: ["100.00", "50.00"],
    },
    "test",
  );
  settled = (await endedRace(api.database.pool)).id;
  await settleRace(api.context, settled as never, "test");
  await api.database.pool.query("analyze");
  const around = await api.call<{ rows: { player: { id: string } }[] }>(`/races/${live}/standings?limit=1`);
  playerId = around.body.rows[0]!.player.id;
  token = (await api.signIn({ id: 42 })).accessToken;
  counter = watchQueries();
  pages = await readEverything();
});
afterAll(async () => {
  counter.stop();
  await api[Symbol.asyncDispose]();
});

/** Every page a crowd asks for, twice. */
async function readEverything(): Promise<CountedRequest[]> {
  const paths = [
    "/races?limit=20",
    "/races?status=live,final",
    "/races/current",
    "/hall-of-fame",
    ...[live, settled].flatMap((id) => [
      `/races/${id}`,
      `/races/${id}/standings?limit=200`,
      `/races/${id}/standings/around/${playerId}`,
      `/me/standing?race=${id}`,
    ]),
    ...["day", "week", "month", "all-time"].map((period) => `/leaderboards/${period}?limit=200`),
    "/me",
    "/me/standing",
    "/auth/sessions",
    "/client-config",
  ];
  const before = counter.requests.length;
  for (const round of [1, 2])
    for (const path of paths) {
      const { status } = await api.call(path, {
        token: path.startsWith("/me") || path.startsWith("/auth") ? token : undefined,
      });
      expect([path, round, [200, 404].includes(status)]).toEqual([path, round, true]);
    }
  // Once: a document of 12,000 players takes its time.
  expect((await api.call(`/races/${settled}/results/1`)).status).toBe(200);
  await api.signIn({ id: 43 });
  return counter.requests.slice(before);
}

test("a page of a live board costs at most 2 queries, of a settled one 3, and of anything else that people read 4", async () => {
  const requests = pages;
  const tooMany = requests.filter(({ method, queries }) => method === "GET" && queries.length > READ_LIMIT);
  expect(tooMany.map(({ route, queries }) => [route, queries.map(({ text }) => text)])).toEqual([]);
  const { requests: all } = counter;
  const from = all.length;
  for (const round of [1, 2]) {
    for (const path of [
      `/races/${live}/standings`,
      `/races/${live}/standings/around/${playerId}`,
      "/leaderboards/week",
    ])
      expect([round, (await api.call(path)).status]).toEqual([round, 200]);
  }
  for (const { route, queries } of all.slice(from)) expect([route, queries.length <= 2]).toEqual([route, true]);
});

test("no route of the table costs more than its share, whatever it is asked", async () => {
  const owner = await createApiKey(api.context, { name: "o", scopes: ["admin"] }, { actor: "cli" });
  await api.grant(7, "owner");
  const from = counter.requests.length;
  await fuzz({
    url: api.url,
    document: openApiDocument(ROUTES, "http://race.example"),
    callers: [
      { name: "key", authorization: async () => `Bearer ${owner.key}` },
      { name: "owner", authorization: async () => `Bearer ${(await api.signIn({ id: 7 })).accessToken}` },
    ],
    known: [live, settled, "acme", playerId, "week"],
    forMs: 4_000,
    seed: 7,
  });
  const most = new Map<string, CountedRequest>();
  for (const one of counter.requests.slice(from)) {
    const name = `${one.method} ${one.route}`;
    if ((most.get(name)?.queries.length ?? -1) < one.queries.length) most.set(name, one);
  }
  const counts = [...most].map(([name, { queries }]): [string, number] => [name, queries.length]);
  const limitOf = (name: string) => (name.startsWith("GET") ? (LONG_READS.get(name) ?? READ_LIMIT) : ACT_LIMIT);
  expect(counts.filter(([name, count]) => count > limitOf(name))).toEqual([]);
});

/** Large tables that a query reads from end to end. */
async function scansOf({ text, values }: AskedQuery): Promise<string[]> {
  if (!/^\s*(select|with|insert|update|delete)/i.test(text)) return [];
  const { pool } = api.database;
  // What writes cannot be done twice, so its plan must do.
  const how = /\b(insert|update|delete)\b/i.test(text) ? "explain (format json)" : "explain (analyze, format json)";
  const { rows } = await pool.query<{ "QUERY PLAN": unknown }>(`${how} ${text}`, values);
  const { rows: tables } = await pool.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'r' and reltuples > $1",
    [LARGE_ROWS],
  );
  const large = new Set(tables.map(({ name }) => name));
  return scannedTables(rows[0]?.["QUERY PLAN"]).filter((name) => large.has(name));
}

const scan = z.object({
  "Node Type": z.literal("Seq Scan"),
  "Relation Name": z.string(),
  "Actual Loops": z.optional(z.number()),
});

function scannedTables(plan: unknown): string[] {
  if (Array.isArray(plan)) return plan.flatMap(scannedTables);
  if (typeof plan !== "object" || plan === null) return [];
  const here = scan.safeParse(plan);
  // A branch that was not taken reads nothing.
  const table = here.success && here.data["Actual Loops"] !== 0 ? [here.data["Relation Name"]] : [];
  return [...table, ...Object.values(plan).flatMap((value) => (typeof value === "object" ? scannedTables(value) : []))];
}

test("no hot route reads a table of more than 10,000 rows from end to end", async () => {
  const asked = new Map(pages.flatMap(({ queries }) => queries.map((query) => [query.text, query])));
  expect(asked.size).toBeGreaterThan(10);
  const found: string[] = [];
  for (const query of asked.values())
    for (const table of await scansOf(query)) found.push(`${table}: ${query.text.replace(/\s+/g, " ").slice(0, 300)}`);
  expect(found).toEqual([]);
});

test("a scan of the ledger and a route with five queries are found (control)", async () => {
  expect(await scansOf({ text: "select count(*) from ledger where category = $1", values: ["slots"] })).toEqual([
    "ledger",
  ]);
  const server = createServer((request, response) => {
    Object.assign(request, { route: { path: "/control" } });
    void Promise.all(Array.from({ length: 5 }, () => api.database.pool.query("select 1"))).then(() => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new TypeError("no port");
  await fetch(`http://127.0.0.1:${address.port}/`);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  expect(counter.requests.at(-1)).toMatchObject({ route: "/control", queries: { length: 5 } });
});
