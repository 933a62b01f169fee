import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ROUTES } from "../../api/routes/table.js";
import { createApiKey } from "../../core/access/api-keys.js";
import { verifyResult } from "../../proof/verify-result.js";
import { race, standings, type MyStanding, type Race, type RaceList, type Standings } from "../../wire/race.js";
import { wagerExplanation } from "../../wire/admin-sources.js";
import { explanation } from "../../wire/result.js";
import { until } from "../_until.js";
import { problemOf, startTestApi, type TestApi } from "./_api.js";
import { openCasino, type TestCasino } from "./_casino.js";

const HOUR = 3_600_000;

let api: TestApi;
let casino: TestCasino;
let key: string;
beforeAll(async () => {
  api = await startTestApi({ realBoards: true, config: { feed: { statusMs: 50 } } });
  key = (await createApiKey(api.context, { name: "script", scopes: ["admin"] }, { actor: "cli" })).key;
  casino = await openCasino(api, key, "casino");
});
afterAll(async () => {
  await casino[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});

function at(fromNowMs: number): Date {
  return new Date(api.clock.now().getTime() + fromNowMs);
}
async function create(overrides: Record<string, unknown> = {}): Promise<Race> {
  const answer = await api.call<Race>("/admin/races", {
    method: "POST",
    token: key,
    body: {
      title: "Sprint",
      startsAt: at(-HOUR).toISOString(),
      endsAt: at(HOUR).toISOString(),
      prizes: ["100.00", "50.00", "25.00"],
      sources: ["casino"],
      graceMinutes: 0,
      disputeHours: 24,
      ...overrides,
    },
  });
  expect([answer.status, answer.text]).toEqual([201, answer.text]);
  return answer.body;
}
async function move<Body = Race>(id: string, action: string, body?: unknown, token = key) {
  return api.call<Body>(`/admin/races/${id}/${action}`, { method: "POST", token, body });
}
async function settled(overrides: Record<string, unknown> = {}): Promise<string> {
  const { id } = await create(overrides);
  expect((await move(id, "end-early", { reason: "enough for a test" })).status).toBe(200);
  expect((await move(id, "settle")).status).toBe(200);
  return id;
}
async function numberOf(external: string): Promise<number> {
  const { rows } = await api.database.pool.query<{ id: string }>("select id from players where external_id = $1", [
    external,
  ]);
  return Number(rows[0]!.id);
}
async function pageOf(id: string, query = ""): Promise<Standings> {
  const answer = await api.call<Standings>(`/races/${id}/standings${query}`);
  expect([answer.status, answer.text]).toEqual([200, answer.text]);
  return standings.parse(answer.body);
}
function figures(page: Standings) {
  return page.rows.map(({ rank, wagered, prize, gap }) => [rank, wagered, prize, gap]);
}

test("a race goes from its creation over posted wagers to owed prizes, by the API alone", async () => {
  const { id } = await create();
  expect(
    await casino.post([
      { player: "A1", amount: "500.00", at: at(-50 * 60_000) },
      { player: "A2", amount: "300.005", at: at(-40 * 60_000) },
      { player: "A3", amount: "300.001", at: at(-30 * 60_000) },
      { player: "A4", amount: "10", at: at(-20 * 60_000) },
      { player: "A5", amount: "9", at: at(-2 * HOUR) },
    ]),
  ).toMatchObject({ status: "accepted", accepted: 5 });
  await until("the board has them", async () => (await pageOf(id)).total === 4);
  const live = await api.call<Standings>(`/races/${id}/standings`);
  const liveTag = live.headers.get("etag")!;
  expect((await api.call(`/races/${id}/results`)).status).toBe(404);

  const ended = await move(id, "end-early", { reason: "maintenance at the casino" });
  expect([ended.status, race.parse(ended.body).status, ended.body.rules.version]).toEqual([200, "settling", 2]);
  const provisional = await move<Race & { result: { version: number; players: number; documentHash: string } }>(
    id,
    "settle",
  );
  expect([provisional.status, provisional.body.status]).toEqual([200, "provisional"]);
  expect(provisional.body.result).toMatchObject({ version: 1, players: 4 });
  expect(provisional.body).toMatchObject({ players: 4, totalWagered: "1110.006000", stale: false });

  const rows = [
    [1, "500.000000", "100.00", "0.000000"],
    [2, "300.005000", "37.50", "199.995000"],
    [2, "300.001000", "37.50", "199.999000"],
    [4, "10.000000", "0.00", "290.001000"],
  ];
  const after = await api.call<Standings>(`/races/${id}/standings`, { headers: { "if-none-match": liveTag } });
  expect([after.status, figures(after.body), after.body.total]).toEqual([200, rows, 4]);
  expect(after.body.epoch).not.toBe(live.body.epoch);
  expect(after.body.version).toBe(1);
  const tag = `"${after.body.epoch}-1"`;
  expect(after.headers.get("etag")).toBe(tag);
  expect((await api.call(`/races/${id}/standings`, { headers: { "if-none-match": tag } })).status).toBe(304);

  const final = await move<Race & { result: unknown }>(id, "finalize");
  expect([final.status, final.body.status, final.body.result]).toEqual([200, "final", { version: 1, payouts: 3 }]);
  expect(figures(await pageOf(id))).toEqual(rows);
  const { rows: owed } = await api.database.pool.query(
    "select amount::text, state from payouts where race_id = $1 order by rank, id",
    [id],
  );
  expect(owed).toEqual([
    { amount: "10000", state: "owed" },
    { amount: "3750", state: "owed" },
    { amount: "3750", state: "owed" },
  ]);
  const { rows: audit } = await api.database.pool.query("select action from audit_log where subject = $1 order by id", [
    `race:${id}`,
  ]);
  expect(audit.map(({ action }: { action: string }) => action)).toEqual([
    "race.create",
    "race.end_early",
    "race.settle",
    "race.finalize",
  ]);
});

describe("standings of a settled race", () => {
  test("reach who follows the race at once, as a snapshot of a new epoch", async () => {
    await casino.post([{ player: "H1", amount: "60", at: at(-15 * 60_000) }]);
    const { id } = await create();
    await until("the board is open", async () => (await pageOf(id)).total > 0);
    const leave = new AbortController();
    const stream = await fetch(`${api.url}/api/v1/races/${id}/stream`, { signal: leave.signal });
    let text = "";
    const reading = (async () => {
      for await (const piece of stream.body!.pipeThrough(new TextDecoderStream())) text += piece;
    })().catch(() => undefined); // It ends when the reader leaves.
    await until("the status is known", () => text.includes('"status":"live"'));
    await move(id, "end-early", { reason: "enough for a test" });
    await move(id, "settle");
    await until("the result has come", () => /"t":"snap"[^\n]*"epoch":"result-/.test(text));
    await until("the state has come", () => text.includes('"status":"provisional"'));
    leave.abort();
    await reading;
    const { epoch } = await pageOf(id);
    expect(text).toContain(`id: ${epoch}-1`);
  });

  test("page by cursor, surround a player, and are one's own place, from the stored result", async () => {
    await casino.post(
      Array.from({ length: 7 }, (_, n) => ({ player: `B${n}`, amount: String(700 - n * 100), at: at(-10 * 60_000) })),
    );
    // Wagers of the tests before are older than this window.
    const id = await settled({ startsAt: at(-11 * 60_000).toISOString() });
    const all = await pageOf(id);
    expect(all.rows.map(({ wagered }) => wagered)).toEqual(
      Array.from({ length: 7 }, (_, n) => `${700 - n * 100}.000000`),
    );
    const paged: Standings["rows"] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Standings = await pageOf(id, `?limit=3${cursor === "" ? "" : `&cursor=${cursor}`}`);
      paged.push(...page.rows);
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all.rows);
    const third = await numberOf("B2");
    const around = await api.call<Standings>(`/races/${id}/standings/around/p${third}?span=1`);
    expect(around.body.rows.map(({ rank }) => rank)).toEqual([2, 3, 4]);
    const stranger = await numberOf("A1");
    const nobody = await api.call<Standings>(`/races/${id}/standings/around/p${stranger}`);
    expect([nobody.status, nobody.body.rows]).toEqual([200, []]);

    const { accessToken } = await api.signIn({ id: 4001 });
    await api.database.pool.query(
      "insert into links (user_id, source_id, player_id, state, proof) select 4001, source_id, id, 'approved', 'demo' from players where id = $1",
      [third],
    );
    const mine = await api.call<MyStanding>(`/me/standing?race=${id}`, { token: accessToken });
    expect(mine.body).toEqual({
      rank: 3,
      wagered: "500.000000",
      prize: "25.00",
      gapUp: "100.000000",
      gapDown: "100.000000",
      nextPaidRank: null,
      needed: null,
      projection: null,
      version: 1,
    });
  });

  test("cost at most three queries a page once known, and none for a poller who is up to date", async () => {
    const id = await settled();
    const { pool } = api.context;
    const tag = (await api.call(`/races/${id}/standings`)).headers.get("etag")!;
    const original = pool.query.bind(pool);
    let queries: string[] = [];
    Object.assign(pool, {
      query: (...args: unknown[]) => {
        const text: unknown = typeof args[0] === "string" ? args[0] : Reflect.get(Object(args[0]), "text");
        if (
          typeof text === "string" &&
          !/ledger|revoked_at > \$1|race_exclusions|from races r where r.status in/.test(text)
        )
          queries.push(text);
        return Reflect.apply(original, pool, args) as unknown;
      },
    });
    try {
      queries = [];
      expect((await api.call(`/races/${id}/standings`)).status).toBe(200);
      expect([queries.length > 1, queries.length <= 3, queries]).toEqual([true, true, queries]);
      queries = [];
      expect((await api.call(`/races/${id}/standings`, { headers: { "if-none-match": tag } })).status).toBe(304);
      expect(queries).toEqual([]);
    } finally {
      Object.assign(pool, { query: original });
    }
  });

  test("a list of races shows each with the figures of its result", async () => {
    const id = await settled({ title: "Listed" });
    const list = await api.call<RaceList>("/races?limit=200");
    const one = await api.call<Race>(`/races/${id}`);
    expect(list.body.races.find((other) => other.id === id)).toEqual(one.body);
    expect(one.body.epoch).toMatch(/^result-/);
  });
});

describe("result documents", () => {
  test("are sent as stored, verify, and carry their hash as entity tag", async () => {
    await casino.post([{ player: "C1", amount: "77.7", at: at(-60_000) }]);
    const id = await settled();
    const answer = await api.call(`/races/${id}/results`);
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
      200,
      "application/json; charset=utf-8",
      "public, no-cache",
    ]);
    const tag = answer.headers.get("etag")!;
    const verification = await verifyResult(answer.text, tag.slice(1, -1));
    expect(verification.checks.filter(({ isGood }) => !isGood)).toEqual([]);
    expect(answer.body["race"]).toBe(id);
    const first = await api.call(`/races/${id}/results/1`);
    expect([first.text, first.headers.get("etag"), first.headers.get("cache-control")]).toEqual([
      answer.text,
      tag,
      "public, max-age=31536000, immutable",
    ]);
    const known = await api.call(`/races/${id}/results`, { headers: { "if-none-match": tag } });
    expect([known.status, known.text]).toEqual([304, ""]);
    const head = await api.call(`/races/${id}/results`, { method: "HEAD" });
    expect([head.status, head.headers.get("etag"), head.text]).toEqual([200, tag, ""]);
  });

  test.each([["2"], ["0"], ["-1"], ["one"], ["99999999999"]])("version %s does not exist", async (version) => {
    const id = await settled();
    const answer = await api.call(`/races/${id}/results/${version}`);
    expect([404, 400]).toContain(answer.status);
    expect(answer.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
  });

  test("before settlement and of unknown races there is none", async () => {
    const { id } = await create();
    for (const path of [`/races/${id}/results`, `/races/${id}/results/1`, "/races/Nothing000/results"])
      expect([path, (await api.call(path)).status]).toEqual([path, 404]);
  });
});

describe("moves", () => {
  test("that a state does not allow are 409 and name the allowed ones", async () => {
    const { id } = await create();
    const early = await move(id, "settle");
    expect([early.status, early.headers.get("content-type")]).toEqual([409, "application/problem+json; charset=utf-8"]);
    expect(problemOf(early).allowed).toEqual(["change", "extend", "end-early", "void"]);
    expect(problemOf(await move(id, "finalize")).allowed).toContain("end-early");
    const later = await create({ startsAt: at(HOUR).toISOString(), endsAt: at(2 * HOUR).toISOString() });
    const extension = { endsAt: at(3 * HOUR).toISOString(), reason: "longer" };
    expect(problemOf(await move(later.id, "extend", extension)).allowed).toEqual(["change", "void"]);
    const done = await settled();
    expect(problemOf(await move(done, "end-early", { reason: "too late" })).status).toBe(409);
    expect((await move(done, "finalize")).status).toBe(200);
    expect(problemOf(await move(done, "void", { reason: "too late" })).allowed).toEqual(["correct"]);
    const patched = await api.call(`/admin/races/${done}`, { method: "PATCH", token: key, body: { title: "No" } });
    expect(patched.status).toBe(409);
  });

  test("a scheduled race is changed freely, a live one with a note and never its window", async () => {
    const later = await create({ startsAt: at(HOUR).toISOString(), endsAt: at(2 * HOUR).toISOString() });
    const patch = (id: string, body: unknown) =>
      api.call<Race>(`/admin/races/${id}`, { method: "PATCH", token: key, body });
    const changed = await patch(later.id, { title: "Renamed", prizes: ["7.50"] });
    expect([changed.status, changed.body.title, changed.body.prizes, changed.body.rules.sources]).toEqual([
      200,
      "Renamed",
      ["7.50"],
      ["casino"],
    ]);
    expect((await patch(later.id, {})).status).toBe(400);
    expect((await patch(later.id, { colour: "red" })).status).toBe(400);
    const { id } = await create();
    expect((await patch(id, { prizes: ["1"] })).status).toBe(400);
    expect(problemOf(await patch(id, { endsAt: at(5 * HOUR).toISOString(), note: "because" })).errors?.[0]?.path).toBe(
      "endsAt",
    );
    const noted = await patch(id, { prizes: ["200.00"], note: "a sponsor doubled it" });
    expect([noted.status, noted.body.prizes, noted.body.rules.version]).toEqual([200, ["200.00"], 2]);
    expect((await patch("Nothing000", { title: "x" })).status).toBe(404);
  });

  test("a live race is extended to a later end only", async () => {
    const { id, endsAt } = await create();
    const later = new Date(new Date(endsAt).getTime() + HOUR).toISOString();
    const extended = await move(id, "extend", { endsAt: later, reason: "by popular demand" });
    expect([extended.status, extended.body.endsAt, extended.body.status]).toEqual([200, later, "live"]);
    expect((await move(id, "extend", { endsAt, reason: "back again" })).status).toBe(400);
    expect((await move(id, "extend", { endsAt: later })).status).toBe(400);
  });

  test("a cancelled race is there with an empty board and no prizes, and stays cancelled", async () => {
    await casino.post([{ player: "D1", amount: "5", at: at(-60_000) }]);
    const { id } = await create();
    await until("the board has it", async () => (await pageOf(id)).total > 0);
    const liveTag = (await api.call(`/races/${id}/standings`)).headers.get("etag")!;
    expect((await move(id, "void", { reason: "x" })).status).toBe(400);
    const cancelled = await move(id, "void", { reason: "the casino lost its data" });
    expect([cancelled.status, cancelled.body.status]).toEqual([200, "void"]);
    const page = await api.call<Standings>(`/races/${id}/standings`, { headers: { "if-none-match": liveTag } });
    expect([page.status, page.body.rows, page.body.epoch]).toEqual([200, [], "void"]);
    const player = await numberOf("D1");
    expect((await api.call<Standings>(`/races/${id}/standings/around/p${player}`)).body.rows).toEqual([]);
    expect(problemOf(await move(id, "void", { reason: "once more" })).status).toBe(409);
  });

  test("a race cancelled after its settlement keeps its places and pays nothing", async () => {
    await casino.post([{ player: "E1", amount: "50", at: at(-60_000) }]);
    const id = await settled();
    const before = await pageOf(id);
    expect(before.rows[0]!.prize).toBe("100.00");
    await move(id, "void", { reason: "the source lied" });
    const after = await pageOf(id);
    expect(after.rows.map(({ rank, player }) => [rank, player])).toEqual(
      before.rows.map(({ rank, player }) => [rank, player]),
    );
    expect([...new Set(after.rows.map(({ prize }) => prize))]).toEqual(["0.00"]);
    expect(after.epoch).not.toBe(before.epoch);
    expect((await api.call(`/races/${id}/results`)).status).toBe(200);
  });

  test("a moderator may explain but not move", async () => {
    const { id } = await create();
    await api.grant(4010, "moderator");
    const { accessToken } = await api.signIn({ id: 4010 });
    expect((await move(id, "void", { reason: "because I can" }, accessToken)).status).toBe(403);
    const player = await numberOf("A1");
    expect((await api.call(`/admin/races/${id}/explain/p${player}`, { token: accessToken })).status).toBe(200);
  });
});

describe("a draft", () => {
  const later = () => ({ startsAt: at(HOUR).toISOString(), endsAt: at(3 * HOUR).toISOString() });
  const lanes = [{ title: "Teams", counts: "score", prizes: ["5.00"], cap: "500", squads: { most: 3 } }];
  const list = async (path: string, token?: string) => {
    const { races } = (await api.call<RaceList>(`${path}?limit=200`, { token })).body;
    return races.map(({ id }) => id);
  };
  /** What anybody is told about a race, by every public address there is, and by those of people. */
  async function tellings(id: string): Promise<[path: string, status: number, text: string][]> {
    const { accessToken: token } = await api.signIn({ id: 4020 });
    await api.database.pool.query(
      `insert into links (user_id, source_id, player_id, state, proof)
       select 4020, source_id, id, 'approved', 'demo' from players where external_id = 'A1' on conflict do nothing`,
    );
    const reads = ROUTES.filter(({ method, access }) => method === "get" && access.kind === "public").map(({ path }) =>
      path.replace(":id", id).replace(":player", "p1").replace(":version", "1").replace(":period", "week"),
    );
    const paths = [...reads, `/me/standing?race=${id}`, `/me/receipt?race=${id}`, "/races?status=draft,void"];
    const answers = await Promise.all(
      [...paths, `//races/${id}`, `//og/race/${id}.jpg`].map(async (path) => {
        const { status, text } = await api.call(path, { token });
        return [path, status, text] as [string, number, string];
      }),
    );
    const disputed = await api.call(`/races/${id}/disputes`, { method: "POST", token, body: { text: "What is it?" } });
    return [...answers, ["disputes", disputed.status, disputed.text]];
  }
  async function expectHidden(id: string, title: string): Promise<void> {
    for (const [path, status, text] of await tellings(id)) {
      expect([path, text.includes(title)]).toEqual([path, false]);
      // Addresses that name the race find none; adjustments are a list, and the Mini App's page is the same for all.
      const isOfRace = (path.includes(id) || path === "disputes") && !/adjustments$|^\/\/races/.test(path);
      expect([path, isOfRace ? status : 404]).toEqual([path, 404]);
    }
  }

  test("is told to nobody but administrators, until it is published", async () => {
    const made = await create({ title: "Unseen sprint", draft: true, lanes, startsAt: at(-HOUR).toISOString() });
    expect(made.status).toBe("draft");
    await expectHidden(made.id, made.title);
    const copy = await move(made.id, "clone", { ...later(), draft: true });
    expect([copy.status, copy.body.status]).toEqual([201, "draft"]);
    const edited = await api.call<Race>(`/admin/races/${made.id}`, {
      method: "PATCH",
      token: key,
      body: { prizes: ["70.00"] },
    });
    expect([edited.body.status, edited.body.prizes]).toEqual(["draft", ["70.00"]]);
    expect(await list("/admin/races", key)).toEqual(expect.arrayContaining([made.id, copy.body.id]));
    await api.grant(4021, "moderator");
    const { accessToken } = await api.signIn({ id: 4021 });
    expect((await api.call<Race>(`/admin/races/${made.id}`, { token: accessToken })).body.title).toBe(made.title);
    expect((await move(made.id, "publish", undefined, accessToken)).status).toBe(403);

    const published = await move(made.id, "publish");
    expect([published.status, published.body.status]).toEqual([200, "live"]);
    expect((await move(copy.body.id, "publish")).body.status).toBe("scheduled");
    expect(await list("/races")).toEqual(expect.arrayContaining([made.id, copy.body.id]));
    // The control of what is looked for above.
    const { text } = await api.call(`/races/${made.id}`);
    expect(text).toContain("Unseen sprint");
    expect((await api.call(`/races/${made.id}/squads`)).status).toBe(200);
    expect(problemOf(await move(made.id, "publish")).allowed).toEqual(["change", "extend", "end-early", "void"]);
    const { rows } = await api.database.pool.query("select action from audit_log where subject = $1 order by id", [
      `race:${made.id}`,
    ]);
    expect(rows).toEqual(["race.create", "race.change", "race.publish"].map((action) => ({ action })));
  });

  test("whose end is past is not published before it has another window", async () => {
    const { id } = await create({
      draft: true,
      startsAt: at(-2 * HOUR).toISOString(),
      endsAt: at(-HOUR).toISOString(),
    });
    const refused = problemOf(await move(id, "publish"));
    expect([refused.status, refused.allowed]).toEqual([409, ["change", "void"]]);
    expect(refused.detail).toContain("change its window first");
    await api.call(`/admin/races/${id}`, { method: "PATCH", token: key, body: later() });
    expect((await move(id, "publish")).body.status).toBe("scheduled");
  });

  test("that is given up stays hidden, and is no cancelled race", async () => {
    const { id, title } = await create({ title: "Plan given up", draft: true, lanes });
    const gone = await move(id, "void", { reason: "not this month" });
    expect([gone.status, gone.body.status]).toEqual([200, "void"]);
    const { rows } = await api.database.pool.query("select event from race_events where race_id = $1 order by id", [
      id,
    ]);
    expect(rows).toEqual([{ event: "created" }, { event: "discarded" }]);
    await expectHidden(id, title);
    expect(await list("/admin/races", key)).toContain(id);
    expect(problemOf(await move(id, "publish")).status).toBe(409);
  });
});

describe("explaining a score", () => {
  test("gives the entries whose sum is exactly the score, before and after settlement", async () => {
    const { id } = await create({ weights: { dice: "0.5" } });
    await casino.post([
      { player: "F1", amount: "10.000001", at: at(-120_000), category: "dice", id: "f1" },
      { player: "F1", amount: "3.30", at: at(-60_000), id: "f2" },
    ]);
    await until("the board has it", async () => {
      const player = await numberOf("F1");
      return (await api.call<Standings>(`/races/${id}/standings/around/p${player}`)).body.rows.length > 0;
    });
    const player = await numberOf("F1");
    const explain = async (who: string) => {
      const answer = await api.call(`/admin/races/${id}/explain/${who}`, { token: key });
      expect([answer.status, answer.text]).toEqual([200, answer.text]);
      return explanation.parse(answer.body);
    };
    const shown = async () =>
      (await api.call<Standings>(`/races/${id}/standings/around/p${player}?span=0`)).body.rows[0]!.wagered;
    const live = await explain("casino:F1");
    expect([live.player, live.version, live.entries.map(({ ref }) => ref)]).toEqual([`p${player}`, null, ["f1", "f2"]]);
    expect([live.score, live.sum]).toEqual([await shown(), await shown()]);
    await move(id, "end-early", { reason: "enough" });
    await move(id, "settle");
    const settledOne = await explain(`p${player}`);
    expect([settledOne.version, settledOne.score]).toEqual([1, await shown()]);
    const micro = (text: string) => BigInt(text.replace(".", ""));
    expect(settledOne.entries.reduce((sum, entry) => sum + micro(entry.counted), 0n)).toBe(micro(settledOne.score));
    expect((await api.call(`/admin/races/${id}/explain/casino:nobody`, { token: key })).status).toBe(404);
    expect((await api.call(`/admin/races/Nothing000/explain/p${player}`, { token: key })).status).toBe(404);
  });
});

describe("explaining a wager", () => {
  test("gives every entry about it, first to last, whose differences add up to its worth", async () => {
    const wager = { wager_id: "g/1", player_id: "G1", occurred_at: at(-120_000).toISOString() };
    for (const change of [
      { amount: "10.50", revision: 1 },
      { amount: "4", revision: 2 },
    ]) {
      await casino.postEvent({ type: "wager.settled", timestamp: at(0).toISOString(), data: { ...wager, ...change } });
    }
    const path = `/admin/sources/casino/wagers/${encodeURIComponent("g/1")}`;
    const found = wagerExplanation.parse((await api.call(path, { token: key })).body);
    expect([found.worth, found.entries.map(({ delta, amount }) => [delta, amount])]).toEqual([
      "4.000000",
      [
        ["10.500000", "10.500000"],
        ["-6.500000", "4.000000"],
      ],
    ]);
    expect((await api.call("/admin/sources/casino/wagers/never", { token: key })).status).toBe(404);
    expect((await api.call("/admin/sources/nobody/wagers/g", { token: key })).status).toBe(404);
  });
});

describe("players", () => {
  test("are found by our id and by the source's", async () => {
    await casino.post([{ player: "G:1/x", amount: "12.5", at: at(-60_000) }]);
    const player = await numberOf("G:1/x");
    const byUs = await api.call(`/admin/players/p${player}`, { token: key });
    expect(byUs.body).toEqual({
      id: `p${player}`,
      source: "casino",
      playerId: "G:1/x",
      name: "G:1/x_name",
      names: [{ name: "G:1/x_name", seenAt: expect.stringMatching(/Z$/) }],
      isPrivate: false,
      firstSeenAt: expect.stringMatching(/Z$/),
      wagered: "12.500000",
      entries: 1,
      link: null,
    });
    const bySource = await api.call(`/admin/players/${encodeURIComponent("casino:G:1/x")}`, { token: key });
    expect(bySource.body).toEqual(byUs.body);
  });

  test.each(["p999999", "casino:nobody", "nowhere:G1", "bob", "casino:%00", ":x"])("%s is 404", async (text) => {
    expect((await api.call(`/admin/players/${text}`, { token: key })).status).toBe(404);
  });
});
