import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Session } from "../../wire/auth.js";
import { session } from "../../wire/auth.js";
import { until } from "../_until.js";
import { problemOf, signInitData, startTestApi, type TestApi } from "./_api.js";

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api[Symbol.asyncDispose]());

async function exchange(raw: string, headers: Record<string, string> = {}) {
  return api.call<Session>("/auth/telegram", { method: "POST", headers: { ...headers, authorization: `tma ${raw}` } });
}
async function refresh(refreshToken: string) {
  return api.call<Session>("/auth/refresh", { method: "POST", body: { refreshToken } });
}

describe("exchange of initData", () => {
  test("a valid launch opens a session whose token reads /me", async () => {
    const user = { id: 42, first_name: "Zoë", username: "zoe", language_code: "pt-br" };
    const answer = await exchange(signInitData({ user: JSON.stringify(user) }, api.clock.now()));
    expect(answer.status).toBe(200);
    expect(session.parse(answer.body)).toMatchObject({
      expiresIn: 600,
      user: { id: "42", firstName: "Zoë", username: "zoe", languageCode: "pt-br", roles: [], player: null },
    });
    const me = await api.call("/me", { token: answer.body.accessToken });
    expect(me.status).toBe(200);
    expect(me.body).toMatchObject({ id: "42", players: [], alias: null });
    expect(me.headers.get("cache-control")).toBe("no-store");
  });

  test.each([
    ["no header", undefined],
    ["a bearer token", "Bearer x.y.z"],
    ["nothing after tma", "tma "],
    ["another bot's signature", `tma ${signInitData({ user: '{"id":1,"first_name":"A"}' }, new Date(), "1:x")}`],
    [
      "an expired launch",
      `tma ${signInitData({ user: '{"id":1,"first_name":"A"}' }, new Date(Date.now() - 3_605_000))}`,
    ],
    [
      "a launch from the future",
      `tma ${signInitData({ user: '{"id":1,"first_name":"A"}' }, new Date(Date.now() + 65_000))}`,
    ],
    ["a user id beyond 2^53", `tma ${signInitData({ user: '{"id":9007199254740993,"first_name":"A"}' }, new Date())}`],
  ])("%s is 401 and says nothing of the cause", async (_, authorization) => {
    const answer = await api.call("/auth/telegram", {
      method: "POST",
      headers: authorization === undefined ? {} : { authorization },
    });
    expect(answer.status).toBe(401);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(answer.text).not.toMatch(/hash|signature|expired|future/i);
  });

  test("a name with NUL signs in without it", async () => {
    const answer = await exchange(signInitData({ user: '{"id":46,"first_name":"A\\u0000B"}' }, api.clock.now()));
    expect([answer.status, answer.body.user.firstName]).toEqual([200, "AB"]);
  });

  test("a refused launch is logged with its fault, without the launch data", async () => {
    const before = api.log.length;
    const raw = signInitData({ user: '{"id":77,"first_name":"Secret Name"}' }, new Date(), "1:x");
    await exchange(raw);
    const lines = api.log.slice(before);
    expect(lines.find((line) => line.message === "initData was refused")?.fields["fault"]).toBe("bad_hash");
    expect(JSON.stringify(lines)).not.toContain("Secret Name");
  });

  test("the same launch again replaces its session, and another address is logged", async () => {
    const raw = signInitData({ user: '{"id":43,"first_name":"B"}' }, api.clock.now());
    const first = (await exchange(raw, { "user-agent": "one" })).body;
    const second = (await exchange(raw, { "user-agent": "two" })).body;
    expect((await api.call("/me", { token: second.accessToken })).status).toBe(200);
    expect((await refresh(first.refreshToken)).status).toBe(401);
    await until(
      "the first token is refused",
      async () => (await api.call("/me", { token: first.accessToken })).status === 401,
    );
    expect(api.log.some((line) => line.level === "warn" && line.message.includes("another address or program"))).toBe(
      true,
    );
  });

  test("the same launch from another address alone is logged too (28)", async () => {
    await using behind = await startTestApi({ beside: api, config: { trustProxy: 1 } });
    const raw = signInitData({ user: '{"id":47,"first_name":"B"}' }, api.clock.now());
    const from = async (address: string) =>
      behind.call<Session>("/auth/telegram", {
        method: "POST",
        headers: { authorization: `tma ${raw}`, "x-forwarded-for": address },
      });
    const before = behind.log.length;
    const warnings = () =>
      behind.log.slice(before).filter(({ level, message }) => level === "warn" && message.includes("another address"));
    const first = await from("203.0.113.1");
    await from("203.0.113.1");
    expect(warnings(), "the same device again (control)").toEqual([]);
    await from("203.0.113.2");
    expect(warnings()).toHaveLength(1);
    expect((await refresh(first.body.refreshToken)).status).toBe(401);
  });

  test("a launch counts ten times; the eleventh asks to reopen", async () => {
    const raw = signInitData({ user: '{"id":44,"first_name":"C"}' }, api.clock.now());
    const statuses = [];
    for (let round = 0; round < 11; round++) statuses.push((await exchange(raw)).status);
    expect(statuses).toEqual([...Array<number>(10).fill(200), 401]);
  });

  test("two tabs that exchange the same launch at once leave one live session", async () => {
    const raw = signInitData({ user: '{"id":45,"first_name":"D"}' }, api.clock.now());
    await Promise.all([exchange(raw), exchange(raw), exchange(raw)]);
    const { rows } = await api.database.pool.query("select 1 from sessions where user_id = 45 and revoked_at is null");
    expect(rows).toHaveLength(1);
  });
});

describe("refresh", () => {
  test("gives new tokens; two tabs at once both live on", async () => {
    const opened = await api.signIn({ id: 50 });
    const [left, right] = await Promise.all([refresh(opened.refreshToken), refresh(opened.refreshToken)]);
    expect([left.status, right.status]).toEqual([200, 200]);
    expect(left.body.refreshToken).not.toBe(right.body.refreshToken);
    expect((await refresh(left.body.refreshToken)).status).toBe(200);
    expect((await refresh(right.body.refreshToken)).status).toBe(200);
  });

  test("a token used again after 10 s ends the whole session and is in the audit log", async () => {
    const opened = await api.signIn({ id: 51 });
    const next = (await refresh(opened.refreshToken)).body;
    api.clock.advance(9_000);
    expect((await refresh(opened.refreshToken)).status).toBe(200);
    api.clock.advance(2_000);
    expect((await refresh(opened.refreshToken)).status).toBe(401);
    expect((await refresh(next.refreshToken)).status).toBe(401);
    await until(
      "its access token is refused",
      async () => (await api.call("/me", { token: next.accessToken })).status === 401,
    );
    const { sid } = decodeJwt(next.accessToken);
    const { rows } = await api.database.pool.query("select detail from audit_log where subject = $1", [
      `session:${String(sid)}`,
    ]);
    expect(rows).toEqual([{ detail: { reason: "refresh token reused" } }]);
  });

  test("after 24 h of silence the session has ended", async () => {
    const opened = await api.signIn({ id: 52 });
    api.clock.advance(24 * 3_600_000 + 1_000);
    expect((await refresh(opened.refreshToken)).status).toBe(401);
  });

  test("after 7 days it has ended however often it was refreshed", async () => {
    let held = await api.signIn({ id: 53 });
    for (let day = 0; day < 13; day++) {
      api.clock.advance(12 * 3_600_000);
      const answer = await refresh(held.refreshToken);
      expect(answer.status).toBe(200);
      held = answer.body;
    }
    api.clock.advance(12 * 3_600_000 + 1_000);
    expect((await refresh(held.refreshToken)).status).toBe(401);
  });

  test.each([
    [{ refreshToken: "x".repeat(30) }, 401],
    [{ refreshToken: "00000000-0000-4000-8000-000000000000." + "A".repeat(43) }, 401],
    [{ refreshToken: "short" }, 400],
    [{}, 400],
    [{ refreshToken: "x".repeat(30), admin: true }, 400],
  ])("%j is %i", async (body, status) => {
    expect((await api.call("/auth/refresh", { method: "POST", body })).status).toBe(status);
  });

  test("a refresh token is no access token", async () => {
    const opened = await api.signIn({ id: 54 });
    expect((await api.call("/me", { token: opened.refreshToken })).status).toBe(401);
  });
});

describe("own sessions", () => {
  test("are listed, ended one by one, and never somebody else's", async () => {
    const phone = await api.signIn({ id: 60 }, { "user-agent": "phone" });
    const desk = await api.signIn({ id: 60 }, { "user-agent": "desk" });
    const stranger = await api.signIn({ id: 61 });
    const list = await api.call<{ sessions: { id: string; userAgent: string; isCurrent: boolean }[] }>(
      "/auth/sessions",
      { token: desk.accessToken },
    );
    expect(new Map(list.body.sessions.map(({ userAgent, isCurrent }) => [userAgent, isCurrent]))).toEqual(
      new Map([
        ["desk", true],
        ["phone", false],
      ]),
    );
    const { id } = list.body.sessions.find((one) => one.userAgent === "phone")!;
    expect((await api.call(`/auth/sessions/${id}`, { method: "DELETE", token: stranger.accessToken })).status).toBe(
      404,
    );
    expect((await api.call(`/auth/sessions/${id}`, { method: "DELETE", token: desk.accessToken })).status).toBe(204);
    expect((await api.call(`/auth/sessions/${id}`, { method: "DELETE", token: desk.accessToken })).status).toBe(404);
    expect((await api.call("/auth/sessions/not-a-uuid", { method: "DELETE", token: desk.accessToken })).status).toBe(
      404,
    );
    await until(
      "the phone is signed out",
      async () => (await api.call("/me", { token: phone.accessToken })).status === 401,
    );
    expect((await api.call("/me", { token: desk.accessToken })).status).toBe(200);
  });

  test("logging out ends the access token and the refresh token", async () => {
    const opened = await api.signIn({ id: 62 });
    const out = await api.call("/auth/logout", { method: "POST", token: opened.accessToken });
    expect([out.status, out.text]).toEqual([204, ""]);
    expect((await refresh(opened.refreshToken)).status).toBe(401);
    await until(
      "the access token is refused",
      async () => (await api.call("/me", { token: opened.accessToken })).status === 401,
    );
    expect(problemOf(await api.call("/me", { token: opened.accessToken }))).toMatchObject({
      status: 401,
      title: "Not signed in",
    });
  });
});

test("a session opened on one process counts on another, and ends on both", async () => {
  await using other = await startTestApi({ beside: api });
  const opened = await api.signIn({ id: 70 });
  expect((await other.call("/me", { token: opened.accessToken })).status).toBe(200);
  await api.call("/auth/logout", { method: "POST", token: opened.accessToken });
  await until(
    "the other process refuses it",
    async () => (await other.call("/me", { token: opened.accessToken })).status === 401,
    2_000,
  );
});
