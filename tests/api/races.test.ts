import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiKey } from "../../core/access/api-keys.js";
import { findBrokenAuditRow } from "../../core/access/audit.js";
import type { Race, RaceList, Standings } from "../../wire/race.js";
import { myStanding, race, raceList, standings } from "../../wire/race.js";
import { until } from "../_until.js";
import { problemOf, startTestApi, type TestApi } from "./_api.js";

let api: TestApi;
let key: string;
beforeAll(async () => {
  api = await startTestApi({ realBoards: true });
  key = (await createApiKey(api.context, { name: "script", scopes: ["admin"] }, { actor: "cli" })).key;
});
afterAll(() => api[Symbol.asyncDispose]());

function window(startsInMs: number, lengthMs = 3_600_000) {
  const start = api.clock.now().getTime() + startsInMs;
  return { startsAt: new Date(start).toISOString(), endsAt: new Date(start + lengthMs).toISOString() };
}
async function create(body: Record<string, unknown>) {
  return api.call<Race>("/admin/races", { method: "POST", token: key, body });
}
async function liveRace(title = "Sprint"): Promise<Race> {
  const answer = await create({ title, ...window(-1_000), prizes: ["100.00", "50", "25.5"] });
  expect(answer.status).toBe(201);
  return answer.body;
}

/** A referred player of the source `casino`. @returns his number */
async function player(external: string): Promise<number> {
  const { pool } = api.database;
  await pool.query(
    "insert into sources (slug, name, mode) values ('casino', 'Casino', 'events') on conflict do nothing",
  );
  const { rows } = await pool.query<{ id: string }>(
    "insert into players (source_id, external_id, name, named_at) select id, $1, $1, now() from sources where slug = 'casino' returning id",
    [external],
  );
  return Number(rows[0]!.id);
}

describe("making races", () => {
  test("a race that has started is live, one of the future scheduled; both are public", async () => {
    const live = await liveRace();
    expect(race.parse(live)).toMatchObject({
      status: "live",
      title: "Sprint",
      prizes: ["100.00", "50.00", "25.50"],
      prizePool: "175.50",
    });
    const later = await create({ title: "Later", ...window(60_000), prizes: ["1"] });
    expect([later.status, later.body.status]).toEqual([201, "scheduled"]);
    for (const { id } of [live, later.body]) expect((await api.call(`/races/${id}`)).status).toBe(200);
    const current = await api.call<Race>("/races/current");
    expect(current.body.id).toBe(live.id);
  });

  test("every problem of a bad race is named with its path, and nothing is made", async () => {
    const before = (await api.call<RaceList>("/races")).body.races.length;
    const answer = await create({ title: "", startsAt: "yesterday", endsAt: 5, prizes: ["-1"], color: "red" });
    expect(answer.status).toBe(400);
    expect(problemOf(answer).errors?.map((error) => error.path)).toEqual(
      expect.arrayContaining(["title", "startsAt", "endsAt", "prizes.0"]),
    );
    const backwards = await create({
      title: "x",
      startsAt: window(0).endsAt,
      endsAt: window(0).startsAt,
      prizes: ["1"],
    });
    expect(backwards.status).toBe(400);
    expect((await create({ title: "x", ...window(0), prizes: ["1"], sources: ["nowhere"] })).status).toBe(400);
    expect((await api.call<RaceList>("/races")).body.races.length).toBe(before);
  });

  test("the act is in the audit log with who and in which request, and the chain holds until a row is changed", async () => {
    const answer = await api.call<Race>("/admin/races", {
      method: "POST",
      token: key,
      body: { title: "Audited", ...window(1_000), prizes: ["1"] },
      headers: { "x-request-id": "my-own-request-1" },
    });
    expect(answer.headers.get("x-request-id")).toBe("my-own-request-1");
    const { rows } = await api.database.pool.query(
      "select actor, action, detail, request_id from audit_log where subject = $1",
      [`race:${answer.body.id}`],
    );
    expect(rows).toEqual([
      {
        actor: expect.stringMatching(/^key:\w{8}$/),
        action: "race.create",
        detail: { title: "Audited" },
        request_id: "my-own-request-1",
      },
    ]);
    expect(await findBrokenAuditRow(api.context)).toBeNull();
    await expect(api.database.pool.query("update audit_log set actor = 'x'")).rejects.toThrow("refused");
    await using other = await startTestApi();
    for (let made = 0; made < 4; made++)
      await createApiKey(other.context, { name: `k${made}`, scopes: ["read"] }, { actor: "cli" });
    expect(await findBrokenAuditRow(other.context)).toBeNull();
    await other.database.pool.query("alter table audit_log disable trigger audit_log_append_only");
    await other.database.pool.query("update audit_log set actor = 'somebody else' where id = 3");
    expect(await findBrokenAuditRow(other.context)).toBe(3);
    await other.database.pool.query("update audit_log set actor = 'cli' where id = 3");
    await other.database.pool.query("delete from audit_log where id = 2");
    expect(await findBrokenAuditRow(other.context)).toBe(3);
  });

  test("acts of many at once keep one chain", async () => {
    await using other = await startTestApi();
    await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        createApiKey(other.context, { name: `k${at}`, scopes: ["read"] }, { actor: "cli" }),
      ),
    );
    const { rows } = await other.database.pool.query<{ n: string }>("select count(*) as n from audit_log");
    expect([rows[0]!.n, await findBrokenAuditRow(other.context)]).toEqual(["20", null]);
  });
});

describe("reading races", () => {
  test("lists page by limit and cursor without gaps or repeats", async () => {
    for (let made = 0; made < 5; made++)
      await create({ title: `List ${made}`, ...window(100_000 + made), prizes: ["1"] });
    const all = raceList.parse((await api.call("/races?limit=200")).body).races.map(({ id }) => id);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page: RaceList = (await api.call<RaceList>(`/races?limit=2${cursor === null ? "" : `&cursor=${cursor}`}`))
        .body;
      paged.push(...page.races.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paged).toEqual(all);
  });

  test("a status filters, several are separated by commas", async () => {
    await liveRace("Filtered");
    const statuses = async (query: string) =>
      new Set((await api.call<RaceList>(`/races?limit=200&status=${query}`)).body.races.map((one) => one.status));
    expect(await statuses("live")).toEqual(new Set(["live"]));
    expect(await statuses("live,scheduled")).toEqual(new Set(["live", "scheduled"]));
    expect(await statuses("draft")).toEqual(new Set());
  });

  test.each([
    "/races?limit=0",
    "/races?limit=201",
    "/races?limit=ten",
    "/races?limit=1.5",
    "/races?status=lively",
    "/races?cursor=garbage",
    "/races?limit=5&limit=6",
    "/leaderboards/year",
    "/leaderboards/day?cursor=%00",
    `/races?cursor=${Buffer.from('["2026-11-22T00:00:00.000Z","\\u0000"]').toString("base64url")}`,
  ])("%s is 400 as a problem", async (path) => {
    const answer = await api.call(path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      400,
      "application/problem+json; charset=utf-8",
    ]);
  });

  test.each([
    "/races/Nothing000",
    "/races/short",
    "/races/..%2F..%2Fetc",
    "/races/Nothing000/standings",
    "/races/Nothing000/standings/around/p1",
    "/nothing",
  ])("%s is 404 as a problem", async (path) => {
    const answer = await api.call(path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([
      404,
      "application/problem+json; charset=utf-8",
    ]);
    expect(problemOf(answer).requestId).toBe(answer.headers.get("x-request-id"));
  });
});

describe("standings", () => {
  test("carry an ETag of the board's version, and 304 for who has it", async () => {
    const { id } = await liveRace("Tagged");
    const first = await api.call<Standings>(`/races/${id}/standings`);
    expect(standings.parse(first.body)).toMatchObject({ race: id, rows: [], total: 0, nextCursor: null });
    const tag = `"${first.body.epoch}-${first.body.version}"`;
    expect([first.status, first.headers.get("etag"), first.headers.get("cache-control")]).toEqual([
      200,
      tag,
      "public, no-cache",
    ]);
    const again = await api.call(`/races/${id}/standings`, { headers: { "if-none-match": `W/${tag}` } });
    expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", tag]);
    const other = await api.call(`/races/${id}/standings`, { headers: { "if-none-match": '"0-0"' } });
    expect(other.status).toBe(200);
  });

  test("of every period are public", async () => {
    for (const period of ["day", "week", "month", "all-time"]) {
      const answer = await api.call<Standings>(`/leaderboards/${period}`);
      expect([answer.status, standings.parse(answer.body).race]).toEqual([200, period]);
    }
  });

  test("around a player who has no score, there are no rows; around nobody, 404", async () => {
    const { id } = await liveRace("Around");
    const lonely = await player("lonely");
    const answer = await api.call<Standings>(`/races/${id}/standings/around/p${lonely}?span=3`);
    expect([answer.status, answer.body.rows]).toEqual([200, []]);
    expect((await api.call(`/races/${id}/standings/around/bob`)).status).toBe(404);
    expect((await api.call(`/races/${id}/standings/around/p${lonely}?span=51`)).status).toBe(400);
  });

  test("one's own place needs a linked player, and is of the current race unless another is named", async () => {
    const { id } = await liveRace("Mine");
    const { accessToken } = await api.signIn({ id: 3001 });
    const without = await api.call("/me/standing", { token: accessToken });
    expect([without.status, problemOf(without).detail]).toEqual([
      404,
      "No casino account is linked to you yet: link one first.",
    ]);
    const linked = await player("linked");
    await api.database.pool.query(
      "insert into links (user_id, source_id, player_id, state, proof) select 3001, source_id, id, 'approved', 'demo' from players where id = $1",
      [linked],
    );
    const mine = await api.call(`/me/standing?race=${id}`, { token: accessToken });
    expect(mine.status).toBe(200);
    expect(myStanding.parse(mine.body)).toMatchObject({ rank: null, wagered: "0.000000" });
    expect((await api.call("/me/standing", { token: accessToken })).status).toBe(200);
    expect((await api.call("/me/standing?race=Nothing000", { token: accessToken })).status).toBe(404);
    const me = await api.call("/me", { token: accessToken });
    expect(me.body["players"]).toEqual([{ id: `p${linked}`, name: "linked", source: "casino" }]);
    const again = await api.signIn({ id: 3001 });
    expect(again.user.player).toEqual({ id: `p${linked}`, name: "linked" });
  });
});

describe("sources", () => {
  test("are made with a secret that is shown once, rotated with an overlap, and report their health", async () => {
    const made = await api.call<{ slug: string; secret: string }>("/admin/sources", {
      method: "POST",
      token: key,
      body: { slug: "goated", name: "Goated", mode: "events" },
    });
    expect([made.status, made.body.slug]).toEqual([201, "goated"]);
    expect(made.body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const twice = await api.call("/admin/sources", {
      method: "POST",
      token: key,
      body: { slug: "goated", name: "Goated", mode: "events" },
    });
    expect(twice.status).toBe(409);
    const rotated = await api.call<{ secret: string; previousExpiresAt: string }>("/admin/sources/goated/rotate", {
      method: "POST",
      token: key,
    });
    expect([rotated.status, rotated.body.secret === made.body.secret]).toEqual([200, false]);
    const health = await api.call("/admin/sources/goated/health", { token: key });
    expect(health.body).toEqual({
      slug: "goated",
      name: "Goated",
      polled: false,
      mode: "events",
      lastAcceptedAt: null,
      stale: true,
      staleAfterSeconds: 900,
      openDeadLetters: 0,
      secrets: [
        { state: "current", lastUsedAt: null, expiresAt: null },
        { state: "previous", lastUsedAt: null, expiresAt: rotated.body.previousExpiresAt },
      ],
    });
    for (const path of ["/admin/sources/nowhere/rotate", "/admin/sources/nowhere/health"])
      expect((await api.call(path, { method: path.endsWith("rotate") ? "POST" : "GET", token: key })).status).toBe(404);
    const { rows } = await api.database.pool.query(
      "select action from audit_log where subject = 'source:goated' order by id",
    );
    expect(rows).toEqual([{ action: "source.create" }, { action: "source.rotate" }]);
  });

  test.each([
    [{ slug: "Bad Slug", name: "x", mode: "events" }],
    [{ slug: "ok", name: "", mode: "events" }],
    [{ slug: "ok", name: "x", mode: "both" }],
    [{ slug: "ok", name: "x", mode: "events", secret: "mine" }],
  ])("%j is 400", async (body) => {
    expect((await api.call("/admin/sources", { method: "POST", token: key, body })).status).toBe(400);
  });
});

test("client-config says what the Mini App needs before it starts", async () => {
  const answer = await api.call("/client-config");
  expect(answer.body).toEqual({
    communityName: "GoatedVIPs",
    botUsername: "test_bot",
    miniAppName: null,
    sandboxOrigin: null,
    serverNow: expect.stringMatching(/Z$/),
  });
});

test("no read costs more than four queries, a page of standings no more than two", async () => {
  const { id } = await liveRace("Counted");
  await until("the board is open", async () => (await api.call(`/races/${id}/standings`)).status === 200);
  const { pool } = api.context;
  const { accessToken } = await api.signIn({ id: 3002 });
  const original = pool.query.bind(pool);
  let queries = 0;
  let counted = 0;
  Object.assign(pool, {
    query: (...args: unknown[]) => {
      const text: unknown = typeof args[0] === "string" ? args[0] : Reflect.get(Object(args[0]), "text");
      // The tail and the watch of sessions read on their own account.
      if (typeof text === "string" && !/ledger|revoked_at > \$1/.test(text)) queries++;
      return Reflect.apply(original, pool, args) as unknown;
    },
  });
  try {
    for (const [path, most] of [
      [`/races/${id}/standings`, 2],
      ["/leaderboards/day", 2],
      [`/races/${id}`, 4],
      ["/races/current", 4],
      ["/races", 4],
      ["/me", 4],
      ["/client-config", 4],
    ] as const) {
      queries = 0;
      expect((await api.call(path, { token: accessToken })).status).toBe(200);
      expect([path, queries <= most, queries]).toEqual([path, true, queries]);
      counted += queries;
    }
  } finally {
    Object.assign(pool, { query: original });
  }
  // The counting itself works.
  expect(counted).toBeGreaterThan(4);
});
