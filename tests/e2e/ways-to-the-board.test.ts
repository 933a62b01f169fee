import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createRace } from "../../core/races/create-race.js";
import { projectRoot } from "../../project-root.js";
import { playerId, sourceId } from "../../wire/ids.js";
import { until } from "../_until.js";
import { startTestApi, type TestApi } from "../api/_api.js";
import { launchBrowser } from "../_browser.js";
import { addEntries, addPlayers, addSource } from "../core/_world.js";
import { buildApp } from "../miniapp/_built.js";
import { PHONE } from "../miniapp/_page.js";
import { openGate, type Gate } from "./_gate.js";

let gate: Gate;
let api: TestApi;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  buildApp();
  [gate, browser] = await Promise.all([openGate(), launchBrowser()]);
  const publicUrl = `http://127.0.0.1:${gate.port}`;
  api = await startTestApi({ realBoards: true, config: { publicUrl, miniAppDir: join(projectRoot, "dist/miniapp") } });
  gate.target = api.port;
  const { pool } = api.database;
  await addPlayers(pool, await addSource(pool, "casino"), 6);
  const now = Date.now();
  await createRace(
    api.context,
    {
      title: "Sprint",
      startsAt: new Date(now - 600_000).toISOString(),
      endsAt: new Date(now + 3_600_000).toISOString(),
      prizes: ["10.00"],
    },
    "test",
  );
  await wager(5);
  const context = await browser.newContext({ locale: "en-US", timezoneId: "UTC", ...PHONE });
  page = await context.newPage();
  // The page's time can be turned forward: reconnects, streams and polls wait for seconds and minutes.
  await page.clock.install();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await api?.[Symbol.asyncDispose]();
  await gate?.[Symbol.asyncDispose]();
});

let wagered = 0n;
/** Adds to the first player's score. @returns once the API shows it, as the page will */
async function wager(usd: number): Promise<string> {
  const { rows } = await api.database.pool.query<{ source_id: number; id: string }>(
    "select source_id, id from players order by id limit 1",
  );
  const [first] = rows;
  const delta = BigInt(usd) * 1_000_000n;
  await addEntries(api.database.pool, [
    { source: sourceId(first!.source_id), player: playerId(Number(first!.id)), delta, at: new Date() },
  ]);
  wagered += BigInt(usd);
  await until("the API shows the wager", async () => {
    const { text } = await api.call("/leaderboards/all-time");
    return text.includes(`"wagered":"${wagered}.000000"`);
  });
  return `$${wagered}`;
}

/** Turns the page's time forward until something is so. @returns milliseconds of the page */
async function pageTimeUntil(isSo: () => Promise<boolean> | boolean, limitMs: number): Promise<number> {
  const stepMs = 500;
  for (let passedMs = 0; passedMs <= limitMs; passedMs += stepMs) {
    if (await isSo()) return passedMs;
    await page.clock.runFor(stepMs);
  }
  // What the page began within its time may take a busy machine longer: no timer of the page runs meanwhile.
  await until(`so within ${limitMs} ms of the page's time`, isSo);
  return limitMs;
}

const shows = (text: string) => async () => (await page.getByText(text).count()) > 0;

test("51: without WebSockets the board comes as a stream within 15 s, without streams by polling within 30 s, and back over a WebSocket within 90 s", async () => {
  gate.blockSockets(true);
  await page.goto(`http://127.0.0.1:${gate.port}/`);
  expect(await pageTimeUntil(() => gate.open().streams === 1, 15_000)).toBeGreaterThan(0);
  await page.getByText("Live", { exact: true }).waitFor();
  await page
    .getByText(await wager(7))
    .first()
    .waitFor();

  gate.blockStreams(true);
  const score = await wager(11);
  await pageTimeUntil(shows(score), 30_000);
  expect(gate.open()).toEqual({ sockets: 0, streams: 0 });
  await page.getByText(/^Delayed/).waitFor();

  gate.blockSockets(false);
  await pageTimeUntil(() => gate.open().sockets === 1, 90_000);
  await page.getByText("Live", { exact: true }).waitFor();
  await page
    .getByText(await wager(13))
    .first()
    .waitFor();
  expect(gate.open()).toEqual({ sockets: 1, streams: 0 });
});
