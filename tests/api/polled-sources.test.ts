import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createApiKey } from "../../core/access/api-keys.js";
import { PolledCasino } from "../../sandbox/casino/polled/polled-casino.js";
import { Poller } from "../../sources/poller.js";
import type { PolledSource, UploadDifference } from "../../wire/polled-sources.js";
import { getFrom } from "../sources/_casino.js";
import { problemOf, startTestApi, type TestApi } from "./_api.js";

const CREDENTIAL = "a-token-that-is-never-shown";

let api: TestApi;
let key: string;
beforeAll(async () => {
  api = await startTestApi();
  key = (await createApiKey(api.context, { name: "script", scopes: ["admin"] }, { actor: "cli" })).key;
});
afterAll(() => api[Symbol.asyncDispose]());

function call<Body = Record<string, unknown>>(method: string, path: string, body?: unknown) {
  return api.call<Body>(`/admin/sources${path}`, { method, token: key, ...(body === undefined ? {} : { body }) });
}

const goated = { slug: "goats", name: "Goats", adapter: "goated", account: "CODE", credential: CREDENTIAL };

describe("a polled source", () => {
  it("is created, asked, doubted, decided on and changed, and never shows its credential", async () => {
    const made = await call<PolledSource>("POST", "/polled", goated);
    expect([made.status, made.body.state, made.body.baseUrl]).toEqual([201, "waiting", "https://apis.goated.com"]);
    const clock = { now: () => api.context.clock.now(), set: () => undefined };
    const casino = new PolledCasino({ players: 30, seed: 2, clock, betsPerHour: 60, credential: CREDENTIAL });
    await using poller = new Poller(api.context, { allowsLocal: true, get: getFrom(casino, clock, 0) });
    const ask = async () => {
      await api.context.pool.query("update polled_sources set next_poll_at = now(), last_requested_at = null");
      await poller.round();
      await poller.settled();
      return (await call<PolledSource>("GET", "/goats/polling")).body;
    };
    expect(await ask()).toMatchObject({
      state: "ok",
      rows: 30,
      hasCredential: true,
      findings: [],
      polls: [{ outcome: "good" }],
    });
    casino.faults.switch("empty", true);
    const held = await ask();
    expect(held).toMatchObject({ state: "held", held: { reason: "no_rows", times: 1 } });
    expect((await call("POST", `/goats/held/${held.held!.id}/drop`)).body).toMatchObject({ state: "dropped" });
    expect((await call("POST", `/goats/held/${held.held!.id}/accept`)).status).toBe(409);
    casino.faults.clear();
    expect((await call("POST", "/goats/polling/test")).status).toBe(200);
    expect((await ask()).polls[0]).toMatchObject({ purpose: "test", outcome: "good" });
    const changed = await call<PolledSource>("PATCH", "/goats/polling", { paused: true, intervalSeconds: 600 });
    expect(changed.body).toMatchObject({ state: "paused", intervalSeconds: 600, nextPollAt: null });
    const everything = [
      made,
      changed,
      await call("GET", "/goats/health"),
      await api.call("/admin/audit", { token: key }),
    ];
    for (const { text } of everything) expect(text).not.toContain(CREDENTIAL);
  });

  it.each([
    [{ ...goated, slug: "a1", account: undefined }, "account"],
    [{ ...goated, slug: "a2", account: "" }, "account"],
    [{ ...goated, slug: "a3", baseUrl: "http://casino.example" }, "baseUrl"],
    [{ ...goated, slug: "a4", baseUrl: "https://me:secret@casino.example" }, "baseUrl"],
    [{ ...goated, slug: "a5", baseUrl: "file:///etc/passwd" }, "baseUrl"],
    [{ ...goated, slug: "a6", metric: "weighted" }, "metric"],
    [{ ...goated, slug: "a7", adapter: "rainbet", credential: undefined }, "credential"],
    [{ ...goated, slug: "a8", adapter: "nowhere" }, "adapter"],
  ])("is refused as %j, by its field", async (body, path) => {
    const answer = await call("POST", "/polled", body);
    expect(answer.status).toBe(400);
    expect(problemOf(answer).errors?.map((one) => one.path)).toContain(path);
    expect((await call("GET", `/${body.slug}/polling`)).status).toBe(404);
  });

  it("keeps its credential from another host", async () => {
    const answer = await call("PATCH", "/goats/polling", { baseUrl: "https://elsewhere.example" });
    expect(problemOf(answer).errors).toMatchObject([{ path: "credential" }]);
  });

  it("of lists takes 20,000 rows, tells the difference first, and refuses a list with its lines", async () => {
    await call("POST", "/polled", { slug: "lists", name: "Lists", adapter: "stake-csv" });
    const csv = `username,wager\n${Array.from({ length: 20_000 }, (_, n) => `player_${n},${n}.25`).join("\n")}`;
    const dry = await call<UploadDifference>("POST", "/lists/upload", { csv, dryRun: true });
    expect(dry.body).toMatchObject({ applied: false, rows: 20_000, added: 20_000 });
    const applied = await call<UploadDifference>("POST", "/lists/upload", { csv, dryRun: false });
    expect([applied.status, applied.body.applied]).toEqual([200, true]);
    const bad = await call("POST", "/lists/upload", { csv: "username,wager\nx,1\ny,none", dryRun: true });
    expect(problemOf(bad).errors).toMatchObject([{ path: "csv.3" }]);
    expect((await call("POST", "/lists/polling/now")).status).toBe(409);
    expect((await call("POST", "/goats/upload", { csv, dryRun: true })).status).toBe(409);
  });
});
