import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiKey } from "../../core/access/api-keys.js";
import { startTestApi, type TestApi } from "./_api.js";
import { addAccount, linkAccount, wager } from "./_people.js";

let api: TestApi;
let token: string;
let alice: number;
beforeAll(async () => {
  api = await startTestApi();
  await api.grant(900, "owner");
  token = (await api.signIn({ id: 900 })).accessToken;
  alice = await addAccount(api.database.pool, "U1", "Alice_1");
  await addAccount(api.database.pool, "U2", "alina");
  await wager(api.database.pool, alice, 40);
  await wager(api.database.pool, alice, 2, 3 * 1440);
});
afterAll(() => api[Symbol.asyncDispose]());

const post = (path: string, body?: unknown) => api.call(path, { method: "POST", token, body });

describe("the overview", () => {
  test("tells the wager of each of the last days, empty ones too", async () => {
    const { status, body } = await api.call<{ days: { wagered: string; players: number }[] }>(
      "/admin/wager-days?days=5",
      { token },
    );
    expect(status).toBe(200);
    expect(body.days).toHaveLength(5);
    // The wager of a minute ago may lie on yesterday just after midnight.
    const sum = body.days.reduce((total, { wagered }) => total + Number(wagered), 0);
    expect(sum).toBe(42);
    expect(body.days.filter(({ players }) => players === 1)).toHaveLength(2);
  });

  test("counts what waits", async () => {
    expect((await api.call("/admin/queues", { token })).body).toEqual({
      settlements: 0,
      payouts: 0,
      links: 0,
      disputes: 0,
      deadLetters: 0,
      entries: 0,
    });
  });
});

describe("accounts", () => {
  const find = async (query: string) =>
    (await api.call<{ accounts: { name: string }[] }>(`/admin/players?${query}`, { token })).body.accounts.map(
      ({ name }) => name,
    );

  test("are found by how a name begins or by the source's id, the exact one first", async () => {
    expect(await find("q=ALI")).toEqual(["alina", "Alice_1"]);
    expect(await find("q=U1")).toEqual(["Alice_1"]);
    expect(await find("q=lice")).toEqual([]);
  });

  test("are named in full by our ids; unknown ones are left out", async () => {
    expect(await find(`ids=p${alice},p999999,nonsense`)).toEqual(["Alice_1"]);
  });
});

describe("a broadcast", () => {
  beforeAll(async () => {
    await api.signIn({ id: 901, first_name: "Ben" });
    await linkAccount(api.database.pool, 901, alice);
    await api.database.pool.query(
      `update telegram_users set can_be_messaged = true, settings = '{"notifications": {"news": true}}' where id = 901`,
    );
  });

  test("is counted, written, started once, held, let go and ended, and tells how far it is", async () => {
    const trial = await api.call("/admin/broadcasts/recipients?segment=linked", { token });
    expect(trial.body).toEqual({ people: 1, groups: 0 });
    const { status, body } = await post("/admin/broadcasts", { text: " Hello there " });
    expect(status).toBe(201);
    const path = `/admin/broadcasts/${String(body["id"])}`;
    expect((await post(`${path}/start`, { segment: "linked" })).body).toEqual({ recipients: 1 });
    expect((await post(`${path}/start`, { segment: "linked" })).status).toBe(409);
    expect((await post(`${path}/pause`)).status).toBe(204);
    expect((await post(`${path}/pause`)).status).toBe(409);
    const listed = await api.call<{ broadcasts: unknown[] }>("/admin/broadcasts", { token });
    expect(listed.body.broadcasts).toMatchObject([
      {
        id: body["id"],
        state: "paused",
        segment: "linked",
        text: "Hello there",
        createdBy: "900",
        recipients: 1,
        progress: { waiting: 1, sent: 0, skipped: 0, failed: 0, unknown: 0 },
      },
    ]);
    expect((await post(`${path}/resume`)).status).toBe(204);
    expect((await post(`${path}/cancel`)).status).toBe(204);
    expect((await post(`${path}/resume`)).status).toBe(409);
  });

  test("goes to a race's participants only with the race, and has a person who wrote it", async () => {
    const { body } = await post("/admin/broadcasts", { text: "Hello" });
    expect((await post(`/admin/broadcasts/${String(body["id"])}/start`, { segment: "participants" })).status).toBe(400);
    expect((await api.call("/admin/broadcasts/recipients?segment=groups&race=Race000001", { token })).status).toBe(400);
    const { key } = await createApiKey(api.context, { name: "a", scopes: ["admin"] }, { actor: "cli" });
    const asKey = await api.call("/admin/broadcasts", { method: "POST", token: key, body: { text: "Hello" } });
    expect(asKey.status).toBe(400);
  });
});
