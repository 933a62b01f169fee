import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApiKey } from "../../core/access/api-keys.js";
import type { Race } from "../../wire/race.js";
import { addEntries, addPlayers, addSource } from "../core/_world.js";
import { until } from "../_until.js";
import { startTestApi, type TestApi } from "./_api.js";

let api: TestApi;
let folder: string;
let race: Race;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "goatedvips-built-"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>App</title><p>page</p>");
  api = await startTestApi({ config: { miniAppDir: folder }, realBoards: true });
  const { key } = await createApiKey(api.context, { name: "script", scopes: ["admin"] }, { actor: "cli" });
  const start = api.clock.now().getTime();
  const answer = await api.call<Race>("/admin/races", {
    method: "POST",
    token: key,
    body: {
      title: "Sprint <b>$&</b>",
      startsAt: new Date(start - 1_000).toISOString(),
      endsAt: new Date(start + 3_600_000).toISOString(),
      prizes: ["100.00"],
    },
  });
  race = answer.body;
});

afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test.each(["", "/verify"])("the page of a race%s tells unfurlers what it is about", async (below) => {
  const { text, headers } = await api.call(`//races/${race.id}${below}`);
  expect(headers.get("content-type")).toContain("text/html");
  expect(text).toContain("<title>Sprint &#60;b&#62;$&#38;&#60;/b&#62;</title>");
  expect(text).toContain(`content="http://race.example/og/race/${race.id}.jpg"`);
  expect(text).toContain("<p>page</p>");
});

test("other pages, and races that do not exist, are served as they were built", async () => {
  for (const path of ["/", "/races", "/races/nothing", "/races/AAAAAAAAAA", "/me"]) {
    expect((await api.call(`/${path}`)).text).toBe("<!doctype html><title>App</title><p>page</p>");
  }
});

test("the picture of a race is a JPEG that may be kept for a minute", async () => {
  const answer = await fetch(`${api.url}/og/race/${race.id}.jpg`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("image/jpeg");
  expect(answer.headers.get("cache-control")).toBe("public, max-age=60");
  const bytes = new Uint8Array(await answer.arrayBuffer());
  expect([...bytes.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff]);
});

test.each(["AAAAAAAAAA.jpg", "nothing.jpg", "AAAAAAAAAA.png"])("there is no picture %s", async (name) => {
  expect((await api.call(`//og/race/${name}`)).status).toBe(404);
});

test("the overlay may be framed by anybody, and nothing else of its policy is looser", async () => {
  const policyOf = async (path: string) => (await api.call(path)).headers.get("content-security-policy") ?? "";
  const [page, overlay] = [await policyOf("//"), await policyOf(`//embed/race/${race.id}`)];
  expect(overlay).toContain("frame-ancestors *");
  expect(overlay.replace(/frame-ancestors[^;]*/, "")).toBe(page.replace(/frame-ancestors[^;]*/, ""));
});

test("the picture of a place is that of somebody on the board, in the language that is asked for", async () => {
  const { pool } = api.database;
  const source = await addSource(pool, "casino");
  const [player, idle] = await addPlayers(pool, source, 2);
  await addEntries(pool, [{ source, player: player!, delta: 5_000_000n, at: api.clock.now() }]);
  const picture = (name: string) => fetch(`${api.url}/og/race/${race.id}/${name}`);
  await until("the player is on the board", async () => (await picture(`p${player}.jpg`)).status === 200);
  const answers = await Promise.all(["", "?lang=de"].map((query) => picture(`p${player}.jpg${query}`)));
  const [english, german] = await Promise.all(answers.map(async (answer) => Buffer.from(await answer.arrayBuffer())));
  expect([answers[1]?.headers.get("content-type"), english?.equals(german!)]).toEqual(["image/jpeg", false]);
  expect((await picture(`p${idle}.jpg`)).status).toBe(404);
  expect((await picture("anything.jpg")).status).toBe(404);
});

test("what is passed on is prepared for the person who asks, and for a race that can exist", async () => {
  const asked: unknown[] = [];
  const share = { message: null, picture: null, text: "A race", link: "https://t.me/test_bot?startapp" };
  await using other = await startTestApi({
    sharing: { prepare: async (...given) => (asked.push(given), share) },
  });
  const { accessToken: token } = await other.signIn({ id: 42 });
  const ask = (body: unknown, as?: string) => other.call("/me/shares", { method: "POST", token: as, body });
  expect(await ask({ what: "race", race: race.id }, token)).toMatchObject({ status: 201, body: share });
  expect(asked).toEqual([[42, { what: "race", race: race.id }]]);
  expect((await ask({ what: "race", race: "nothing" }, token)).status).toBe(404);
  expect((await ask({ what: "wallet", race: race.id }, token)).status).toBe(400);
  expect((await ask({ what: "race", race: race.id })).status).toBe(401);
});
