import { spawnSync } from "node:child_process";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../../project-root.js";
import { signInitData } from "../api/_api.js";
import { launchBrowser } from "../_browser.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { startProcess, type RunningProduct } from "../_product.js";
import { OWNER } from "./_admin-scene.js";
import { faultsOf } from "./_axe.js";
import { pressMain } from "./_main-button.js";
import type { OpenPage } from "./_page.js";
import { openAs, SANDBOX_TOKEN } from "./_signed-in.js";
import { THEMES } from "./_themes.js";

let database: TestDatabase;
let product: RunningProduct;
let browser: Browser;

beforeAll(async () => {
  const built = spawnSync("node", ["scripts/build.mjs"], { cwd: projectRoot, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`the build failed:\n${built.stderr}`);
  database = await createTestDatabase();
  [product, browser] = await Promise.all([startProcess({ DATABASE_URL: database.url }), launchBrowser()]);
  await makeSource({ slug: "lists", name: "Lists", adapter: "stake-csv" });
  // Nobody listens there.
  await makeSource({ slug: "asked", name: "Asked", adapter: "goated", account: "CODE", baseUrl: "http://127.0.0.1:9" });
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});

/** What is said of it below stays while it is looked at: it is asked again in an hour, or when it is changed. */
const FAILED = "select from polled_sources where account = 'CODE' and failures > 0";
const SICK = `
  with source as (
    update polled_sources set next_poll_at = now() + interval '1 hour', failures = 6, failure_kind = 'unavailable',
      failure_detail = 'connect ECONNREFUSED', failing_since = now() - interval '1 hour' where account = 'CODE' returning source_id
  ), finding as (
    insert into source_findings (source_id, kind, field, figures, is_blocking, began_at, seen_at)
    select source_id, 'counter_frozen', 'this_month', '{"polls": "12", "wagered": "4321.500000"}', true, now(), now()
    from source
  )
  insert into held_snapshots (source_id, requested_at, received_at, reason, figures, content, state, first_at)
  select source_id, now(), now(), 'few_rows',
    '{"rows": "3", "total": "10.000000", "rowsBefore": "120", "totalBefore": "99000.250000"}', '\\x00', 'open', now() from source`;

async function makeSource(body: object): Promise<void> {
  const user = JSON.stringify({ id: OWNER, first_name: "Alice" });
  const headers = { authorization: `tma ${signInitData({ user }, new Date(), SANDBOX_TOKEN)}` };
  const signedIn = await fetch(`${product.api}/api/v1/auth/telegram`, { method: "POST", headers });
  const { accessToken } = (await signedIn.json()) as { accessToken: string };
  const answer = await fetch(`${product.api}/api/v1/admin/sources/polled`, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`the source was not made: ${await answer.text()}`);
}

function open(path: string, theme: keyof typeof THEMES): Promise<OpenPage> {
  return openAs(browser, product.api, {
    person: OWNER,
    path,
    telegram: { theme: THEMES[theme] },
    context: { viewport: { width: 320, height: 844 } },
  });
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
}

async function expectToFit(page: Page): Promise<void> {
  expect(await faultsOf(page)).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")).toBe(0);
}

test("a casino that fails says why and since when, with the monitor's figures; what is held is dropped by a person", async () => {
  await expect.poll(async () => (await database.pool.query(FAILED)).rowCount).toBe(1);
  await database.pool.query(SICK);
  await using app = await open("/admin/sources/asked", "iosDark");
  const { page } = app;
  await page.getByText("6 failures in a row · no answer").waitFor();
  await page.getByText("only asked now and then").waitFor();
  const finding = page.locator(".item", { hasText: "A counter does not move" });
  expect(await finding.innerText()).toMatch(/this_month[^]*holds settlement[^]*12[^]*\$4,321\.50/i);
  await page.getByText("$99,000.25").waitFor();
  // It signs nothing: the secret that every source is made with was shown to nobody.
  await page.getByRole("heading", { name: "Settings" }).waitFor();
  expect(await page.getByRole("heading", { name: "Secrets" }).count()).toBe(0);
  await expectToFit(page);

  await press(page, "Interval");
  await page.getByLabel("Ask every so many seconds").fill("300");
  await pressMain(page, "Interval");
  await page.locator(".facts__item", { hasText: "Asked every" }).getByText("5 minutes").waitFor();
  await press(page, "Throw it away");
  await pressMain(page, "Throw it away");
  await page.getByText("Many players were missing").waitFor({ state: "detached" });
  const { rows } = await database.pool.query("select state from held_snapshots");
  expect(rows).toEqual([{ state: "dropped" }]);
  expect(app.problems).toEqual([]);
});

test("a list is recorded only after a look at its difference, and a wrong one is refused with its reason", async () => {
  await using app = await open("/admin/sources/lists", "iosLight");
  const { page } = app;
  const choose = (csv: string) =>
    page.getByLabel("List (CSV)").setInputFiles({ name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(csv) });
  const total = async () =>
    (await database.pool.query("select good_rows from polled_sources where account is null")).rows;
  await page.getByText("No list has been uploaded yet.").waitFor();
  await choose("who,what\nann,1");
  await page.getByRole("alert").getByText('there is no column "username"').waitFor();
  await choose("username,wager\nann,100.5\nben,200");
  await page.getByRole("table", { name: "What would change" }).getByText("$100.50").first().waitFor();
  expect(await total()).toEqual([{ good_rows: null }]);
  await press(page, "Record the list");
  await pressMain(page, "Record the list");
  await page.getByText("Recorded: 2 players.").waitFor();
  expect(await total()).toEqual([{ good_rows: 2 }]);

  await press(page, "Another list");
  await choose("username,wager\nann,90.25\nben,200\nsomebody_with_a_name_that_has_no_end,1234567.123456");
  await page.locator(".table .bad", { hasText: "-$10.25" }).waitFor();
  await page.locator(".facts__item", { hasText: "Change of known players" }).getByText("-$10.25").waitFor();
  await expectToFit(page);
  expect(app.problems).toEqual([]);
});
