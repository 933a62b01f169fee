import { spawnSync } from "node:child_process";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRace } from "../../core/races/create-race.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { decideDispute } from "../../core/disputes/disputes.js";
import { projectRoot } from "../../project-root.js";
import type { PlayerId, RaceId, SourceId } from "../../wire/ids.js";
import { launchBrowser } from "../_browser.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { startProcess, type RunningProduct } from "../_product.js";

const HOUR_MS = 3_600_000;
const USD = 1_000_000n;

/** A player's own business in the built product, from his first tap to his money, in the sandbox's frame. */
describe("one's own page", () => {
  let database: TestDatabase;
  let product: RunningProduct;
  let browser: Browser;
  let page: Page;
  let app: FrameLocator;
  let source: SourceId;
  let player: PlayerId;
  let race: RaceId;
  const problems: string[] = [];

  beforeAll(async () => {
    const built = spawnSync("node", ["scripts/build.mjs"], { cwd: projectRoot, encoding: "utf8" });
    if (built.status !== 0) throw new Error(`the build failed:\n${built.stderr}`);
    database = await createTestDatabase();
    [product, browser] = await Promise.all([
      // The main job's product polls; here Telegram posts its updates to the receiver.
      startProcess({ DATABASE_URL: database.url, DEMO: "off", BOT_MODE: "webhook" }),
      launchBrowser(),
    ]);
    const { pool } = database;
    source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 5);
    player = players[0]!;
    await wager(players.map((each, index) => [each, BigInt(900 - index * 100)]));
    await pool.query("update sources set stale_after_seconds = 86400");
    const context = await browser.newContext({ locale: "en-US", viewport: { width: 1280, height: 900 } });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(product.sandbox);
    await page.getByRole("button", { name: /Chidi/ }).first().click();
    await page.locator("[data-testid=chat-row][data-kind=bot]").click();
    await page.getByRole("button", { name: "Start", exact: true }).last().click();
    await page.getByTestId("menu-button").click();
    app = page.frameLocator("[data-testid=mini-app]");
    await app.getByRole("link", { name: "Me", exact: true }).click();
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await product?.[Symbol.asyncDispose]();
    await database?.[Symbol.asyncDispose]();
  });

  async function wager(amounts: [PlayerId, bigint][], at = new Date(Date.now() - HOUR_MS / 6)): Promise<void> {
    await addEntries(
      database.pool,
      amounts.map(([who, usd]) => ({ source, player: who, delta: usd * USD, at })),
    );
  }

  async function answeredUpdates(): Promise<number> {
    const { rowCount } = await database.pool.query("select 1 from telegram_updates where state = 'done'");
    return rowCount ?? 0;
  }

  const pressMain = (text: string) => page.getByTestId("main-button").filter({ hasText: text }).click();

  it("begins with a bot that answers what Telegram posts to the receiver", async () => {
    await expect.poll(answeredUpdates).toBe(1);
  });

  it("links an account once both wagers of the challenge have come", async () => {
    await app.getByRole("button", { name: "Link an account" }).click();
    await app.getByLabel("Your name or id there").fill("player_1");
    await pressMain("Continue");
    await app.getByRole("heading", { name: "By two wagers" }).waitFor();
    const { rows } = await database.pool.query<{ first: string; second: string }>(
      "select first_amount::text as first, second_amount::text as second from links where state = 'pending'",
    );
    const amounts = [BigInt(rows[0]!.first), BigInt(rows[0]!.second)];
    await addEntries(
      database.pool,
      amounts.map((delta) => ({ source, player, delta, at: new Date() })),
    );
    const linked = app.getByText("Linked", { exact: true });
    const done = app.getByRole("button", { name: "I have done it" });
    // The worker looks every few seconds, and a person asks again until the button is gone.
    await expect
      .poll(
        async () => {
          if (await done.isVisible()) await done.click({ timeout: 1_000 }).catch(() => undefined);
          return linked.isVisible();
        },
        { interval: 300 },
      )
      .toBe(true);
  });

  it("takes a question about a provisional result, and shows its answer", async () => {
    const context = testContext(database.pool);
    const now = Date.now();
    race = await createRace(
      context,
      {
        title: "Sprint of the morning",
        startsAt: new Date(now - HOUR_MS).toISOString(),
        endsAt: new Date(now - HOUR_MS / 12).toISOString(),
        prizes: ["100.00", "50.00"],
        graceMinutes: 0,
        disputeHours: 24,
      },
      "test",
    );
    await settleRace(context, race, "test");
    await app.getByRole("link", { name: "Races" }).click();
    await app.getByText("Sprint of the morning").first().click();
    await app.getByText("Provisional result").first().waitFor();
    await app.getByText("Is something wrong?").click();
    await app.getByLabel("What is wrong with the result?").fill("One wager of mine is missing.");
    await pressMain("Send");
    await app.getByText("Your question has been received").waitFor();
    const { rows } = await database.pool.query<{ id: string }>("select id::text from disputes where state = 'open'");
    await decideDispute(context, rows[0]!.id, { isAccepted: false, answer: "It was placed after the end." }, "user:1");
    await app.getByRole("link", { name: "Me", exact: true }).click();
    await app.getByText("It was placed after the end.").waitFor();
    expect(await app.getByText("One wager of mine is missing.").count()).toBe(1);
  });

  it("claims the prize once the result is final", async () => {
    await finalizeRace(testContext(database.pool), race, "test");
    await app.getByRole("link", { name: "Race", exact: true }).click();
    await app.getByRole("link", { name: "Me", exact: true }).click();
    await app.getByRole("button", { name: "Claim", exact: true }).click();
    await app.getByLabel("Where shall it go?").fill("casino: player_1");
    await pressMain("Claim $100");
    await app.getByText("Claimed, being checked").waitFor();
    const { rows } = await database.pool.query("select state, destination from payouts where player_id = $1", [player]);
    expect(rows).toMatchObject([{ state: "claimed", destination: "casino: player_1" }]);
  });

  it("checks the published result on the device, with one's own receipt", async () => {
    await app.getByRole("link", { name: "Races" }).click();
    await app.getByText("Sprint of the morning").first().click();
    await app.getByRole("link", { name: "Check the result yourself" }).click();
    await app.getByText("The result holds").waitFor();
    await app.locator(".my-receipt").getByRole("button", { name: "Check" }).click();
    await app.getByText("Your entries are in the result").waitFor();
    expect(await app.locator(".check--bad").count()).toBe(0);
  });

  it("changes the public name, and every board has it", async () => {
    await page.getByTestId("app-menu").click();
    await page.getByRole("menuitem", { name: "Settings" }).click();
    await app.getByLabel("Alias").fill("Night Owl");
    await pressMain("Save");
    // Saved, there is nothing to save.
    await page.getByTestId("main-button").filter({ hasText: "Save" }).waitFor({ state: "hidden" });
    await app.getByRole("switch", { name: /^Rank/ }).click({ force: true });
    await expect
      .poll(async () => {
        const answer = await fetch(`${product.api}/api/v1/races/${race}/standings`);
        return JSON.stringify(await answer.json());
      })
      .toContain("Night Owl");
    await expect
      .poll(async () => {
        const { rows } = await database.pool.query<{ rank: boolean }>(
          "select (settings -> 'notifications' ->> 'rank')::boolean as rank from telegram_users where alias = 'Night Owl'",
        );
        return rows;
      })
      .toEqual([{ rank: true }]);
  });

  it("passes the place on: Telegram prepares the message, and a friend sees the picture", async () => {
    await app.getByRole("link", { name: "Races" }).click();
    await app.getByText("Sprint of the morning").first().click();
    await app.getByRole("region", { name: "Your place" }).getByRole("button", { name: "Share" }).click();
    await app.getByRole("img", { name: "The picture others will see" }).waitFor();
    await app.getByRole("button", { name: "Send to a chat" }).click();
    await page
      .getByRole("dialog", { name: "Share with…" })
      .getByRole("button", { name: /Goat Lounge/ })
      .click();
    await app.getByText("Sent.").waitFor();
    await app.getByRole("button", { name: "Post as a story" }).click();
    const story = page.getByTestId("app-story");
    await expect
      .poll(() => page.evaluate("document.querySelector('[data-testid=app-story] img').naturalWidth"))
      .toBe(1200);
    await story.getByRole("button", { name: "Post" }).click();
    await page.getByText("Posted to your story").waitFor();
  });

  it("shows the rewards and an overlay for streams, and nothing went wrong on any page", async () => {
    await app.getByRole("button", { name: "Close" }).click();
    await app.getByRole("link", { name: "Me", exact: true }).click();
    await app.getByRole("link", { name: "Rewards" }).click();
    await app.getByRole("heading", { level: 1, name: "Rewards" }).waitFor();
    const overlay = await page.context().newPage();
    await overlay.goto(`${product.api}/embed/race/${race}`);
    await overlay.getByText("Night Owl").waitFor();
    expect(problems).toEqual([]);
  });
});
