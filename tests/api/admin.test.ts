import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiKey } from "../../core/access/api-keys.js";
import { findBrokenAuditRow } from "../../core/access/audit.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import type { Link } from "../../wire/links.js";
import type { Race } from "../../wire/race.js";
import { addAccount, linkAccount, wager } from "./_people.js";
import { until } from "../_until.js";
import { startTestApi, type Answer, type TestApi } from "./_api.js";

let api: TestApi;
let key: string;
let owner: string;
const OWNER = 6_000;
beforeAll(async () => {
  api = await startTestApi();
  key = (await createApiKey(api.context, { name: "script", scopes: ["admin"] }, { actor: "cli" })).key;
  await api.grant(OWNER, "owner");
  owner = (await api.signIn({ id: OWNER })).accessToken;
});
afterAll(() => api[Symbol.asyncDispose]());

/** Whatever the JSON says: these tests look into answers of many shapes. */
type Body = Record<string, ReturnType<typeof JSON.parse>>;
async function get(path: string, token = owner): Promise<Answer<Body>> {
  return api.call<Body>(path, { token });
}
async function post(path: string, body?: unknown, token = owner): Promise<Answer<Body>> {
  return api.call<Body>(path, { method: "POST", token, ...(body === undefined ? {} : { body }) });
}

let nextId = 6_100;
async function person(): Promise<{ id: number; token: string }> {
  const id = ++nextId;
  return { id, token: (await api.signIn({ id })).accessToken };
}

/** A provisional race that a linked player has won, alone. */
async function wonRace(
  disputeHours: number,
  hoursAgo = 0,
): Promise<{ race: string; player: number; winner: { id: number; token: string } }> {
  const winner = await person();
  const player = await addAccount(api.context.pool, `W${++nextId}`, `winner_${nextId}`);
  await linkAccount(api.context.pool, winner.id, player);
  const now = api.clock.now().getTime() - hoursAgo * 3_600_000;
  const made = await post("/admin/races", {
    title: "Cup",
    startsAt: new Date(now - 3_600_000).toISOString(),
    endsAt: new Date(now - 60_000).toISOString(),
    prizes: ["100.00"],
    graceMinutes: 0,
    disputeHours,
  });
  expect(made.status).toBe(201);
  await wager(api.context.pool, player, 1_000, 30 + hoursAgo * 60);
  const race = made.body as unknown as Race;
  await settleRace(api.context, race.id as never, "cli");
  return { race: race.id, player, winner };
}

describe("payouts", () => {
  test("go from owed to confirmed through two people, with history, figure and spreadsheet", async () => {
    const { race, player, winner } = await wonRace(0);
    const cashier = 6_050;
    await api.grant(cashier, "finance");
    const { accessToken: finance } = await api.signIn({ id: cashier });
    expect((await post(`/admin/races/${race}/finalize`)).status).toBe(200);
    const [prize] = (await get("/me/prizes", winner.token)).body["prizes"];
    expect(prize).toMatchObject({ amount: "100.00", rank: 1, state: "owed", allowed: ["claim"], player: `p${player}` });
    const stranger = await person();
    const claim = async (token: string) =>
      post(`/me/prizes/${prize.id}/claim`, { destination: "=casino account" }, token);
    expect((await claim(stranger.token)).status).toBe(404);
    expect((await claim(winner.token)).body["state"]).toBe("claimed");
    expect((await claim(winner.token)).status).toBe(409);
    const path = `/admin/payouts/${prize.id}`;
    const creator = await post(`${path}/approve`);
    expect([creator.status, creator.body["title"]]).toEqual([403, "Not allowed"]);
    const wrong = await post(`${path}/pay`, { reference: "t1" }, finance);
    expect([wrong.status, wrong.body["allowed"]]).toEqual([409, ["approve", "fail"]]);
    expect((await post(`${path}/approve`, undefined, finance)).body).toMatchObject({
      state: "approved",
      approvedBy: `user:${cashier}`,
      account: { id: `p${player}`, source: "casino" },
    });
    expect((await post(`${path}/pay`, { reference: "t1" })).body["state"]).toBe("paid");
    expect((await post(`${path}/fail`, { reason: "came back" })).body["state"]).toBe("failed");
    expect((await post(`${path}/approve`, undefined, finance)).body["state"]).toBe("approved");
    expect((await post(`${path}/pay`, { reference: "t2" })).body["state"]).toBe("paid");
    expect((await post(`/me/prizes/${prize.id}/confirm`, undefined, winner.token)).body["state"]).toBe("confirmed");
    const history = (await get(`${path}/history`)).body["events"] as { event: string }[];
    expect(history.map(({ event }) => event)).toEqual([
      "owed",
      "claimed",
      "approved",
      "paid",
      "failed",
      "approved",
      "paid",
      "confirmed",
    ]);
    const list = await get(`/admin/payouts?race=${race}&state=confirmed`);
    expect(list.body).toMatchObject({ payouts: [{ id: prize.id }], nextCursor: null, figure: { paid: 1 } });
    const csv = await get(`/admin/payouts.csv?race=${race}`);
    expect(csv.headers.get("content-type")).toMatch(/^text\/csv/);
    expect(csv.text).toContain("'=casino account");
    expect((await get(`/admin/payouts.csv?race=${race}`, winner.token)).status).toBe(403);
    expect((await get("/admin/payouts.csv")).status).toBe(400);
    const stats = await get("/me/stats?period=all-time", winner.token);
    expect(stats.body["prizes"]).toEqual({ places: 1, wins: 1, amount: "100.00" });
  });
});

describe("settlement", () => {
  test("are claimed, failed and paid without a word: to the account that won, under the payout's own number", async () => {
    const { race, player, winner } = await wonRace(0, 40);
    expect((await post(`/admin/races/${race}/finalize`)).status).toBe(200);
    const [prize] = (await get("/me/prizes", winner.token)).body["prizes"];
    const claimed = await post(`/me/prizes/${prize.id}/claim`, undefined, winner.token);
    expect(claimed.body).toMatchObject({ state: "claimed", destination: expect.stringMatching(/^\S.*: \S/) });
    const { account } = (await get(`/admin/payouts?race=${race}`)).body["payouts"][0];
    expect(account.id).toBe(`p${player}`);
    expect(claimed.body["destination"]).toContain(account.playerId);
    const path = `/admin/payouts/${prize.id}`;
    expect((await post(`${path}/fail`)).body["state"]).toBe("failed");
    await api.grant(6_051, "finance");
    const { accessToken: finance } = await api.signIn({ id: 6_051 });
    expect((await post(`${path}/approve`, undefined, finance)).body["state"]).toBe("approved");
    expect((await post(`${path}/pay`)).body).toMatchObject({ state: "paid", reference: `payout-${prize.id}` });
  });

  test("the summary raises flags, a case is opened and answered, an adjustment and a correction follow", async () => {
    const { race, player, winner } = await wonRace(24, 2);
    const summary = await get(`/admin/races/${race}/settlement`);
    expect(summary.body).toMatchObject({ status: "provisional", players: 1, totalWagered: "1000.000000", late: [] });
    expect((summary.body["flags"] as { kind: string }[]).map(({ kind }) => kind)).toContain("new_account");
    const opened = await post(`/races/${race}/disputes`, { text: "A wager is missing." }, winner.token);
    expect([opened.status, opened.body["state"]]).toEqual([201, "open"]);
    expect((await post(`/races/${race}/disputes`, { text: "Again" }, winner.token)).status).toBe(409);
    const [queued] = (await get("/admin/disputes?state=open")).body["disputes"];
    expect(queued).toMatchObject({ race, user: String(winner.id), evidence: { score: "1000.000000" } });
    const answer = { accepted: true, answer: "You are right." };
    expect((await post(`/admin/disputes/${queued.id}/decide`, answer)).body["state"]).toBe("accepted");
    expect((await post(`/admin/disputes/${queued.id}/decide`, answer)).status).toBe(409);
    expect((await get("/me/disputes", winner.token)).body["disputes"]).toMatchObject([{ answer: "You are right." }]);
    const adjusted = await post("/admin/adjustments", {
      player: `p${player}`,
      race,
      amount: "-0.5",
      reason: "double counted",
    });
    expect([adjusted.status, adjusted.body["isLate"]]).toEqual([201, true]);
    expect((await get(`/admin/races/${race}/settlement`)).body["late"]).toMatchObject([
      { kind: "adjustment", counted: "-0.500000" },
    ]);
    const shown = await api.call<Body>(`/races/${race}/adjustments`);
    expect(shown.body["adjustments"]).toMatchObject([{ player: `p${player}`, amount: "-0.500000" }]);
    expect(shown.text).not.toContain(`user:${OWNER}`);
    expect((await get(`/admin/adjustments?player=p${player}`)).body["adjustments"]).toMatchObject([
      { actor: `user:${OWNER}` },
    ]);
    const corrected = await post(`/admin/races/${race}/correct`, { reason: "the adjustment" });
    expect(corrected.body["result"]).toMatchObject({ version: 2 });
    const back = await post(`/admin/adjustments/${adjusted.body["id"]}/revert`, { reason: "was right before" });
    expect(back.status).toBe(201);
    expect((await post(`/admin/adjustments/${adjusted.body["id"]}/revert`, { reason: "twice" })).status).toBe(409);
    // With a second person asked for it counts nowhere until another one approves it.
    const asked = { player: `p${player}`, race, setTo: "7.5", reason: "by the casino's report", secondApprover: true };
    const waiting = await post("/admin/adjustments", asked);
    expect(waiting.body).toMatchObject({ waits: true });
    expect((await get(`/admin/adjustments?race=${race}`)).body["waiting"]).toMatchObject([
      { id: waiting.body["id"], setTo: "7.500000", amount: null },
    ]);
    expect((await post(`/admin/adjustments/${waiting.body["id"]}/approve`)).status).toBe(403);
    expect((await post(`/admin/adjustments/${waiting.body["id"]}/refuse`, { reason: "not now" })).status).toBe(204);
    expect((await get(`/admin/adjustments?race=${race}`)).body["waiting"]).toEqual([]);
    for (const wrong of [{}, { amount: "1", setTo: "2" }]) {
      const refused = await post("/admin/adjustments", { player: `p${player}`, race, reason: "unclear", ...wrong });
      expect(refused.status).toBe(400);
    }
  });

  test("what-if names winners and cost, and publishes nothing", async () => {
    const player = await addAccount(api.context.pool, `P${++nextId}`);
    await wager(api.context.pool, player, 50, 100_000);
    const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const preview = await post("/admin/what-if", {
      title: "Try",
      startsAt: at(100_010),
      endsAt: at(99_990),
      prizes: ["10", "5"],
    });
    expect(preview.body).toMatchObject({
      players: 1,
      pool: "15.00",
      cost: "10.00",
      winners: [{ player: `p${player}`, rank: 1, score: "50.000000", prize: "10.00" }],
    });
    expect(JSON.stringify((await get("/races")).body)).not.toContain('"Try"');
  });

  test("exclusions name one target, hold, and are lifted once", async () => {
    const player = await addAccount(api.context.pool, `X${++nextId}`);
    const body = { player: `casino:X${nextId}`, kind: "alt", reason: "second account" };
    const made = await post("/admin/exclusions", body);
    expect(made.status).toBe(201);
    expect((await post("/admin/exclusions", { ...body, user: "1" })).status).toBe(400);
    expect((await post("/admin/exclusions", { kind: "alt", reason: "nobody" })).status).toBe(400);
    expect((await post("/admin/exclusions", { ...body, player: "casino:nobody" })).status).toBe(404);
    expect((await get("/admin/exclusions")).body["exclusions"]).toContainEqual(
      expect.objectContaining({ id: made.body["id"], player: `p${player}`, user: null, race: null }),
    );
    const lift = async () =>
      (await api.call(`/admin/exclusions/${made.body["id"]}`, { method: "DELETE", token: owner })).status;
    expect([await lift(), await lift()]).toEqual([204, 409]);
    expect((await get("/admin/exclusions?past=true")).text).toContain(`user:${OWNER}`);
  });
});

describe("series and copies", () => {
  test("a series makes its next race, is listed and ends once; a race is copied into a new window", async () => {
    const made = await post("/admin/series", {
      template: {
        title: "Weekly",
        prizes: ["70", "30"],
        minWager: "5",
        weights: { dice: "0.5" },
        growth: { share: "0.01", limit: "500" },
        floors: ["1000"],
        lanes: [{ title: "Small", counts: "score", prizes: ["5"] }],
        claimDays: 7,
        unclaimed: "roll_over",
      },
      rule: { firstStart: "2027-01-04T18:00", timeZone: "Europe/Berlin", unit: "week", every: 1 },
    });
    expect(made.status).toBe(201);
    const { body: first } = await get(`/races/${made.body["race"]}`);
    expect([first["startsAt"], first["endsAt"]]).toEqual(["2027-01-04T17:00:00.000Z", "2027-01-11T17:00:00.000Z"]);
    const copy = await post(`/admin/races/${made.body["race"]}/clone`, {
      startsAt: "2027-02-01T00:00:00.000Z",
      endsAt: "2027-02-08T00:00:00.000Z",
    });
    const { id: _id, startsAt: _s, endsAt: _e, version: _v, rules, ...same } = copy.body;
    expect(first).toMatchObject(same);
    expect(same).toHaveProperty("lanes");
    expect(rules).toEqual(first["rules"]);
    expect(rules).toMatchObject({ weights: { dice: "0.5" }, claimDays: 7, unclaimed: "roll_over" });
    expect((await get("/admin/series")).body["series"]).toMatchObject([{ title: "Weekly", isActive: true }]);
    const stop = async () => (await post(`/admin/series/${made.body["id"]}/stop`)).status;
    expect([await stop(), await stop()]).toEqual([204, 409]);
    const bad = await post("/admin/series", { template: { title: "x", prizes: ["1"] }, rule: { unit: "year" } });
    expect(bad.status).toBe(400);
  });

  test("templates divide a pool to the cent", async () => {
    const { body } = await get("/admin/prize-templates?pool=1000.01");
    for (const { prizes } of body["templates"]) {
      expect((prizes as string[]).reduce((sum, prize) => sum + Math.round(Number(prize) * 100), 0)).toBe(100_001);
    }
    expect((await get("/admin/prize-templates?pool=0")).status).toBe(400);
  });
});

describe("the link queue", () => {
  test("shows evidence and person, approves as a transfer, rejects with a reason", async () => {
    const name = `queue_${++nextId}`;
    await addAccount(api.context.pool, name);
    const [first, second] = [await person(), await person()];
    const requests: string[] = [];
    for (const { token } of [first, second]) {
      const asked = await post("/me/links", { source: "casino", player: name }, token);
      requests.push((asked.body as unknown as Link).id);
      await post(`/me/links/${asked.body["id"]}/evidence`, { text: "Look at my account." }, token);
    }
    const queue = (await get("/admin/links?state=under_review")).body["links"] as Body[];
    expect(queue.map((one) => one["user"].id)).toEqual([String(second.id), String(first.id)]);
    expect(queue[0]).toMatchObject({ evidence: "Look at my account.", challenge: null });
    expect((await post(`/admin/links/${requests[0]}/approve`, {})).body).toMatchObject({
      state: "approved",
      decidedBy: `user:${OWNER}`,
    });
    const held = await post(`/admin/links/${requests[1]}/approve`, {});
    expect([held.status, held.body["allowed"]]).toEqual([409, ["transfer", "reject"]]);
    expect((await post(`/admin/links/${requests[1]}/approve`, { transfer: true })).body["state"]).toBe("approved");
    expect((await get("/me/links", first.token)).body["links"]).toMatchObject([{ state: "ended" }]);
    expect((await post(`/admin/links/${requests[1]}/reject`, { reason: "too late" })).status).toBe(409);
  });
});

describe("people", () => {
  test("roles are granted and taken by owners; the last owner stays", async () => {
    const { id, token } = await person();
    const grant = async (role: string) => post(`/admin/users/${id}/roles`, { role });
    expect((await grant("king")).status).toBe(400);
    expect((await get("/admin/users", token)).status).toBe(403);
    expect((await grant("moderator")).body["roles"]).toEqual(["moderator"]);
    expect((await get("/admin/users", token)).status).toBe(200);
    expect((await get(`/admin/users?q=${id}`)).body["people"]).toMatchObject([
      { id: String(id), roles: ["moderator"] },
    ]);
    const drop = async (who: number, role: string) =>
      (await api.call(`/admin/users/${who}/roles/${role}`, { method: "DELETE", token: owner })).status;
    expect([await drop(id, "moderator"), await drop(id, "moderator")]).toEqual([204, 404]);
    expect((await get("/admin/users", token)).status).toBe(403);
    const owners = (await get("/admin/users?staff=true")).body["people"].filter((one: Body) =>
      one["roles"].includes("owner"),
    );
    expect(owners).toHaveLength(1);
    expect(await drop(OWNER, "owner")).toBe(409);
  });

  test("a ban ends sessions at once, refuses sign-in, takes accounts off boards, and can be taken back", async () => {
    const { id, token } = await person();
    const player = await addAccount(api.context.pool, `BAN${++nextId}`);
    await linkAccount(api.context.pool, id, player);
    expect((await get(`/admin/users/${id}/sessions`)).body["sessions"]).toHaveLength(1);
    expect((await post(`/admin/users/${OWNER}/ban`, { reason: "myself" })).status).toBe(403);
    const banned = await post(`/admin/users/${id}/ban`, { reason: "several accounts" });
    expect(banned.body).toEqual({ sessions: 1 });
    await until("the token counts no more", async () => (await get("/me", token)).status === 401, 2_000);
    await expect(api.signIn({ id })).rejects.toThrow("403");
    expect((await post(`/admin/users/${id}/ban`, { reason: "again" })).status).toBe(409);
    expect((await get("/admin/exclusions")).text).toContain(`"user":"${id}"`);
    expect((await post(`/admin/users/${id}/unban`)).status).toBe(204);
    expect((await post(`/admin/users/${id}/unban`)).status).toBe(409);
    const back = (await api.signIn({ id })).accessToken;
    expect((await get("/me", back)).status).toBe(200);
    const ended = await api.call<Body>(`/admin/users/${id}/sessions`, { method: "DELETE", token: owner });
    expect(ended.body).toEqual({ sessions: 1 });
  });

  test("one session of several is ended by an administrator; moderators sign out players, and nobody with a role", async () => {
    const phone = await person();
    const desk = (await api.signIn({ id: phone.id })).accessToken;
    const moderator = await person();
    await api.grant(moderator.id, "moderator");
    const remove = async (path: string, token: string) =>
      (await api.call(`/admin/users/${path}`, { method: "DELETE", token })).status;
    const { sub: _sub, sid } = decodeJwt(phone.token);
    expect(await remove(`${moderator.id}/sessions/${String(sid)}`, owner), "of another person").toBe(404);
    expect(await remove(`${phone.id}/sessions/${String(sid)}`, moderator.token)).toBe(204);
    expect(await remove(`${phone.id}/sessions/${String(sid)}`, owner)).toBe(404);
    await until("the phone is signed out", async () => (await get("/me", phone.token)).status === 401, 5_000);
    expect((await get("/me", desk)).status).toBe(200);
    expect(await remove(`${OWNER}/sessions`, moderator.token)).toBe(403);
    expect(await remove(`${OWNER}/sessions/${String(decodeJwt(owner)["sid"])}`, moderator.token)).toBe(403);
    expect((await get("/admin/keys")).status).toBe(200);
    expect(await remove("9007199254740993/sessions", owner), "a number that cannot be").toBe(404);
  });

  test("what belongs to another person is not there: sessions, links, prizes, by any of their paths", async () => {
    const { race, winner } = await wonRace(0, 60);
    expect((await post(`/admin/races/${race}/finalize`)).status).toBe(200);
    const [prize] = (await get("/me/prizes", winner.token)).body["prizes"];
    await addAccount(api.context.pool, `IDOR${++nextId}`, `idor_${nextId}`);
    const link = await post("/me/links", { source: "casino", player: `idor_${nextId}` }, winner.token);
    expect(link.status).toBe(201);
    const stranger = await person();
    const { sid } = decodeJwt(winner.token);
    const calls: [method: string, path: string, body?: unknown][] = [
      ["POST", `/me/prizes/${prize.id}/claim`, { destination: "mine" }],
      ["POST", `/me/prizes/${prize.id}/confirm`],
      ["POST", `/me/links/${link.body["id"]}/evidence`, { text: "This is mine." }],
      ["POST", `/me/links/${link.body["id"]}/object`, { text: "This is mine." }],
      ["DELETE", `/me/links/${link.body["id"]}`],
      ["DELETE", `/auth/sessions/${String(sid)}`],
    ];
    const call = async (token: string) => {
      const statuses = [];
      for (const [method, path, body] of calls)
        statuses.push((await api.call(path, { method, token, ...(body !== undefined && { body }) })).status);
      return statuses;
    };
    expect(await call(stranger.token)).toEqual(calls.map(() => 404));
    expect(await call(winner.token), "his own are (control)").not.toContain(404);
  });
});

describe("sources", () => {
  test("are listed, changed, tried and taken out of service", async () => {
    const made = await post("/admin/sources", { slug: "partner", name: "Partner", mode: "events" });
    expect(made.status).toBe(201);
    const dialect = {
      kind: "hmac",
      signature: { header: "x-signature", encoding: "hex" },
      mapping: { wagerId: "id", playerId: "user", amount: "amount", amountUnit: "usd", occurredAt: "at" },
    };
    const patch = async (body: unknown) =>
      (await api.call("/admin/sources/partner", { method: "PATCH", token: owner, body })).status;
    expect([
      await patch({}),
      await patch({ dialect: { kind: "magic" } }),
      await patch({ staleAfterSeconds: 0 }),
    ]).toEqual([400, 400, 400]);
    const sample = {
      headers: { "X-Signature": "00".repeat(32) },
      body: '{"id":"w1","user":"u","amount":"1.5","at":"2026-01-01T00:00:00Z"}',
    };
    expect((await post("/admin/sources/partner/try", sample)).status).toBe(400);
    expect(await patch({ name: "Partner Ltd", staleAfterSeconds: 60, dialect })).toBe(204);
    expect((await get("/admin/sources/partner/dialect")).body["dialect"]).toMatchObject({ kind: "hmac" });
    const tried = await post("/admin/sources/partner/try", sample);
    expect(tried.body).toMatchObject({ signature: "not checked", wager: { wagerId: "w1", amount: "1.500000" } });
    expect((await get("/admin/sources")).body["sources"]).toContainEqual(
      expect.objectContaining({ slug: "partner", name: "Partner Ltd", stale: true, staleAfterSeconds: 60 }),
    );
    const drop = async () => (await api.call("/admin/sources/partner", { method: "DELETE", token: owner })).status;
    await api.context.pool.query(`
      create function refuse_audit() returns trigger language plpgsql as $$ begin raise 'no audit'; end $$;
      create trigger refuse_audit before insert on audit_log for each row when (new.action = 'source.archive')
        execute function refuse_audit()`);
    expect(await drop(), "what cannot be audited does not happen").toBe(500);
    await api.context.pool.query("drop trigger refuse_audit on audit_log");
    expect((await get("/admin/sources")).text).toContain("partner");
    expect([await drop(), await drop()]).toEqual([204, 404]);
    expect((await get("/admin/sources")).text).not.toContain("partner");
    const { rows } = await api.context.pool.query(
      "select action, actor <> 'system' as by_somebody from audit_log where subject = 'source:partner' order by id",
    );
    expect(rows.map((row) => row.action)).toEqual(["source.create", "source.change", "source.try", "source.archive"]);
    expect(rows.every((row) => row.by_somebody)).toBe(true);
  });
});

test("groups are listed and changed", async () => {
  await api.context.pool.query(
    "insert into telegram_chats (id, kind, title, bot_status) values (-1009, 'supergroup', 'Goats', 'administrator')",
  );
  const patch = async (id: string, body: unknown) =>
    (await api.call(`/admin/groups/${id}`, { method: "PATCH", token: owner, body })).status;
  expect([
    await patch("-1009", { announcements: false, language: "de" }),
    await patch("-1009", {}),
    await patch("-5", { liveBoard: true }),
  ]).toEqual([204, 400, 404]);
  expect((await get("/admin/groups")).body["groups"]).toMatchObject([
    { id: "-1009", title: "Goats", announcements: false, language: "de", liveBoard: false, waiting: 0 },
  ]);
});

test("every act of this file is in the audit, page by page, and the chain is whole", async () => {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Answer<Body> = await get(`/admin/audit?limit=7${cursor === null ? "" : `&cursor=${cursor}`}`);
    seen.push(...page.body["acts"].map((one: Body) => one["action"]));
    cursor = page.body["nextCursor"];
  } while (cursor !== null);
  const { rows } = await api.context.pool.query<{ n: number }>("select count(*)::int as n from audit_log");
  expect(seen).toHaveLength(rows[0]!.n);
  for (const action of [
    "payout.pay",
    "link.approve",
    "role.grant",
    "user.ban",
    "source.try",
    "group.change",
    "race.clone",
  ])
    expect(seen).toContain(action);
  const bans = await get("/admin/audit?action=user.");
  expect(new Set(bans.body["acts"].map((one: Body) => one["action"]))).toEqual(new Set(["user.ban", "user.unban"]));
  expect((await get("/admin/audit?cursor=nonsense")).status).toBe(400);
  expect((await get("/admin/audit", key)).status).toBe(200);
  expect(await findBrokenAuditRow(api.context)).toBeNull();
});
