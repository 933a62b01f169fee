import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Session } from "../../wire/auth.js";
import { parseRaceId } from "../../wire/ids.js";
import { formatMicroUsd, microUsd } from "../../wire/money.js";
import { LIMITS } from "../../api/http/rate-limits.js";
import { banPerson } from "../../core/access/ban.js";
import { createApiKey } from "../../core/access/api-keys.js";
import { telegramUserId } from "../../wire/ids.js";
import { until } from "../_until.js";
import { signInitData, startTestApi, type TestApi } from "../api/_api.js";
import { openCasino, type TestCasino } from "../api/_casino.js";
import { faultRounds } from "../faults/_rounds.js";
import { FeedClient } from "./_client.js";
import { RestlessReader } from "./_restless-reader.js";
import { startRoundRobin, type RoundRobin } from "./_round-robin.js";

const READERS = 20;
const PLAYERS = 120;

let first: TestApi;
let second: TestApi;
let balancer: RoundRobin;
let casino: TestCasino;
let key: string;

beforeAll(async () => {
  const { exchangeByAddress, address } = LIMITS;
  const config = {
    trustProxy: 1,
    limits: { ...generous(), exchangeByAddress, address },
    feed: { coalesceMs: 20, socketsPerAddress: 1_000 },
  };
  first = await startTestApi({ realBoards: true, config });
  second = await startTestApi({ realBoards: true, config, beside: first });
  balancer = await startRoundRobin([first.port, second.port]);
  key = (await createApiKey(first.context, { name: "k", scopes: ["admin"] }, { actor: "cli" })).key;
  casino = await openCasino(first, key, "acme");
});
afterAll(async () => {
  await casino[Symbol.asyncDispose]();
  await balancer[Symbol.asyncDispose]();
  await second[Symbol.asyncDispose]();
  await first[Symbol.asyncDispose]();
});

function generous() {
  const limit = { points: 1_000_000, seconds: 60 };
  return { exchangeByUser: limit, refreshBySession: limit, user: limit, admin: limit, apiKey: limit, wrongKey: limit };
}

/** Through the balancer, from an address of the tester's choice, as an outer proxy would tell it. */
async function ask(path: string, options: { method?: string; token?: string; headers?: Record<string, string> } = {}) {
  const { method = "GET", token, headers = {} } = options;
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(balancer.url + path, { method, headers: { ...authorization, ...headers } });
  return { status: answer.status, text: await answer.text() };
}

/** Both processes are asked, since they take turns. */
async function askBoth(path: string, token: string): Promise<number[]> {
  return [(await ask(path, { token })).status, (await ask(path, { token })).status];
}

async function exchange(id: number): Promise<{ status: number; session: Session }> {
  const launch = signInitData({ user: JSON.stringify({ id, first_name: "Ann" }) }, first.clock.now());
  const { status, text } = await ask("/auth/telegram", { method: "POST", headers: { authorization: `tma ${launch}` } });
  return { status, session: JSON.parse(text) as Session };
}

test("what two processes show moves alike: readers cut off at random end equal to SQL, versions rise, gaps are repaired", async () => {
  const now = first.clock.now().getTime();
  const made = await first.call<{ id: string }>("/admin/races", {
    method: "POST",
    token: key,
    body: {
      title: "Moving",
      startsAt: new Date(now - 3_600_000).toISOString(),
      endsAt: new Date(now + 36_000_000).toISOString(),
      prizes: ["100.00"],
    },
  });
  const race = parseRaceId(made.body.id)!;
  const channel = `race:${race}`;
  const post = () =>
    casino.post(
      Array.from({ length: 25 }, () => ({
        player: `U${Math.floor(Math.random() * PLAYERS)}`,
        amount: (Math.random() * 100 + 0.01).toFixed(2),
        at: new Date(now - 60_000),
      })),
    );
  await post();
  await until("both processes have the board", async () =>
    (await Promise.all([first, second].map((api) => api.call(`/races/${race}/standings`)))).every(
      ({ body }) => Number(body["total"]) > 0,
    ),
  );
  const readers = Array.from(
    { length: READERS },
    () => new RestlessReader(channel, () => FeedClient.connect(balancer.port)),
  );
  await Promise.all(readers.map((reader) => reader.connect()));
  const ends = performance.now() + faultRounds({ short: 8, full: 150 }) * 1_000;
  while (performance.now() < ends) {
    await post();
    for (const reader of readers) {
      reader.read();
      if (Math.random() >= 0.03) continue;
      reader.cut();
      await reader.connect();
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const truth = await sums(first);
  const expected = best([...truth.values()]);
  const shown = ({ table }: RestlessReader) => best([...table.rows.values()].map((row) => row.wagered));
  await until("every reader shows what SQL says", () => {
    for (const reader of readers) reader.read();
    return readers.every((reader) => isDeepStrictEqual(shown(reader), expected));
  });
  for (const { table, resyncs } of readers) {
    expect(table.taken).toEqual([...new Set(table.taken)].sort((a, b) => a - b));
    expect(resyncs).toBe(table.gaps);
  }
  expect(readers.reduce((sum, reader) => sum + reader.connections, 0)).toBeGreaterThan(READERS * 2);
  for (const { lag } of [first, second].map((api) => api.stats().feed)) {
    expect(lag.count, "time from commit to frame, by the ledger's own clock").toBeGreaterThan(0);
    expect(lag.sumSeconds).toBeGreaterThan(0);
    expect(lag.sumSeconds / lag.count).toBeLessThan(5);
  }
  for (const reader of readers) reader.cut();
});

/** What SQL says of every player. */
async function sums({ database }: TestApi): Promise<Map<string, string>> {
  const { rows } = await database.pool.query<{ player: string; score: string }>(
    "select player_id::text as player, sum(delta)::text as score from ledger group by player_id",
  );
  return new Map(rows.map(({ player, score }) => [player, formatMicroUsd(microUsd(BigInt(score)))]));
}

/** The first page of a board. */
function best(wagered: readonly string[]): string[] {
  return wagered.toSorted((a, b) => Number(b) - Number(a)).slice(0, 50);
}

test("one session counts on both processes, and ends on both", async () => {
  const { session } = await exchange(1);
  expect(await askBoth("/me", session.accessToken)).toEqual([200, 200]);
  expect((await ask("/auth/logout", { method: "POST", token: session.accessToken })).status).toBe(204);
  await until("it is refused on both", async () => (await askBoth("/me", session.accessToken)).every((s) => s === 401));
});

test("a ban closes sockets on both processes within 2 s, ends REST within 5 s, and keeps the person out", async () => {
  const { session } = await exchange(2);
  const sockets = await Promise.all([first, second].map(({ port }) => FeedClient.connect(port)));
  for (const socket of sockets) socket.hello({ token: session.accessToken, subscribe: ["board:day"] });
  await Promise.all(sockets.map((socket) => socket.next("snap")));
  const bannedAt = performance.now();
  await banPerson(first.context, telegramUserId(2), { reason: "multiple accounts" }, "user:99");
  expect(await Promise.all(sockets.map((socket) => socket.closing(2_000)))).toEqual([4403, 4403]);
  for (const { closed } of sockets) expect(closed!.atMs - bannedAt).toBeLessThan(2_000);
  await until(
    "REST refuses it",
    async () => (await askBoth("/me", session.accessToken)).every((s) => s === 401),
    5_000,
  );
  expect((await exchange(2)).status).toBe(403);
});

test("sign-ins of one address are counted once for both processes, whatever X-Forwarded-For claims", async () => {
  const { rows } = await first.database.pool.query<{ points: number }>(
    "select points from rate_limits where key like 'exchangeByAddress:%'",
  );
  const left = LIMITS.exchangeByAddress.points - rows[0]!.points;
  const statuses: number[] = [];
  for (let id = 10; id < 25; id++) statuses.push((await exchange(id)).status);
  expect(statuses).toEqual([...Array<number>(left).fill(200), ...Array<number>(15 - left).fill(429)]);
  expect(left).toBeGreaterThan(0);
});

test("300 requests a minute pass from one address through both, though each claims another one (54)", async () => {
  await until(
    "both know of each other",
    async () => {
      const policies = await Promise.all(
        [first, second].map(async ({ url }) =>
          (await fetch(`${url}/api/v1/client-config`)).headers.get("ratelimit-policy"),
        ),
      );
      return policies.every((policy) => policy === '"address";q=150;w=60');
    },
    10_000,
  );
  const statuses: number[] = [];
  for (let sent = 0; sent < 320; sent++)
    statuses.push(
      (await ask("/client-config", { headers: { "x-forwarded-for": `10.1.${sent >> 8}.${sent & 255}` } })).status,
    );
  const passed = statuses.filter((status) => status === 200).length;
  // Those that the tests above sent count too.
  expect(passed).toBeGreaterThan(150);
  expect(passed).toBeLessThanOrEqual(300);
  expect(statuses.slice(-10)).toEqual(Array<number>(10).fill(429));
});
