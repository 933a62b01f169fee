import { spawnSync } from "node:child_process";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { projectRoot } from "../../project-root.js";
import { race, standings } from "../../wire/race.js";
import { launchBrowser } from "../_browser.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { startProcess, type RunningProduct } from "../_product.js";

const PHONE = { width: 390, height: 844 };

/** The whole path as a newcomer walks it: the built product, the chat page, the bot, the Mini App, in a real browser. */
describe("the main job", () => {
  let database: TestDatabase;
  let product: RunningProduct;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const built = spawnSync("node", ["scripts/build.mjs"], { cwd: projectRoot, encoding: "utf8" });
    if (built.status !== 0) throw new Error(`the build failed:\n${built.stderr}`);
    database = await createTestDatabase();
    [product, browser] = await Promise.all([startProcess({ DATABASE_URL: database.url }), launchBrowser()]);
    const context = await browser.newContext({ locale: "en-US" });
    page = await context.newPage();
    await page.goto(product.sandbox);
  }, 120_000);

  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    const seen = page.frames().map(async (frame) => `${frame.url()}\n${await frame.locator("body").innerText()}`);
    process.stderr.write(`${(await Promise.all(seen)).join("\n\n")}\n\n${product.output()}\n`);
  });

  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
    await database?.[Symbol.asyncDispose]();
  });

  async function read(path: string): Promise<unknown> {
    return (await fetch(`${product.api}/api/v1${path}`)).json();
  }

  async function readStandings() {
    const { id } = race.parse(await read("/races/current"));
    return standings.parse(await read(`/races/${id}/standings?limit=10`));
  }

  it("answers /race in the group with the board that the API shows", async () => {
    await page.locator("[data-testid=chat-row][data-kind=supergroup]").click();
    const leadersOf = async () => (await readStandings()).rows.slice(0, 3).map(({ player }) => player.name);
    const before = await leadersOf();
    await page.getByTestId("composer-input").fill("/race");
    await page.getByTestId("send-button").click();
    const answer = page.getByTestId("message").filter({ hasText: "Goat Lounge Weekly" }).last();
    await answer.waitFor();
    const text = await answer.innerText();
    const after = await leadersOf();
    // People wager all the time: who led before and after the answer led in it.
    const leaders = before.filter((name) => after.includes(name));
    expect(leaders.length).toBeGreaterThan(0);
    for (const name of leaders) expect(text).toContain(name);
    expect(text).toContain("$1,225.00");
  });

  it("opens the Mini App from the private chat, signed in, with the same numbers, and it moves while one watches", async () => {
    // Bruno's casino account is linked; Alice runs the place, so she plays in no race.
    await page.goto(product.sandbox);
    await page.getByRole("button", { name: /Act as Bruno/ }).click();
    await page.getByRole("button", { name: /Acting as Bruno/ }).waitFor();
    await page.locator("[data-testid=chat-row][data-kind=bot]").click();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.getByTestId("menu-button").click();
    const app = page.frameLocator("[data-testid=mini-app]");
    await app.getByRole("heading", { name: "Goat Lounge Weekly" }).waitFor();
    const { rows } = await readStandings();
    await app.getByText(rows[0]!.player.name).first().waitFor();
    // My place comes from the session: nobody told the page which player he is.
    await app
      .getByRole("region", { name: "Your place" })
      .getByText(/^#\d+$/)
      .first()
      .waitFor();
    const board = app.getByRole("region", { name: "Standings" });
    // What is not in sight is not laid out, and has no text.
    await board.scrollIntoViewIfNeeded();
    const before = await board.innerText();
    await expect.poll(() => board.innerText()).not.toBe(before);
  });

  it("shows the public board on a phone outside Telegram, without a session", async () => {
    const context = await browser.newContext({ viewport: PHONE, colorScheme: "dark", locale: "en-US" });
    const phone = await context.newPage();
    await phone.goto(product.api);
    await phone.getByRole("heading", { name: "Goat Lounge Weekly" }).waitFor();
    await phone.getByRole("link", { name: /open in telegram/i }).waitFor();
    const overflow = await phone.evaluate(
      "document.documentElement.scrollWidth - document.documentElement.clientWidth",
    );
    expect(overflow).toBe(0);
    await context.close();
  });

  it("shows every board the sum that the ledger has", async () => {
    const { race: id } = await readStandings();
    await expect
      .poll(
        async () => {
          const { rows } = await database.pool.query<{ total: string }>(
            `select to_char(sum(delta) / 1e6, 'FM999999999990.000000') as total from ledger l join races r on r.id = $1
             where l.occurred_at >= r.starts_at and l.occurred_at < r.ends_at`,
            [id],
          );
          const shown = race.parse(await read(`/races/${id}`));
          return shown.totalWagered === rows[0]!.total;
        },
        { interval: 50 },
      )
      .toBe(true);
  });

  it("stops in order on SIGTERM and exits with 0", async () => {
    expect(await product.end("SIGTERM")).toBe(0);
  });
});
