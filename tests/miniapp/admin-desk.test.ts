import { spawnSync } from "node:child_process";
import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../../project-root.js";
import { signInitData } from "../api/_api.js";
import { launchBrowser } from "../_browser.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { startProcess, type RunningProduct } from "../_product.js";
import { makeAdminScene, type AdminScene } from "./_admin-scene.js";
import { faultsOf } from "./_axe.js";
import { pressMain } from "./_main-button.js";
import { emit, posted, type OpenPage } from "./_page.js";
import { openAs, SANDBOX_TOKEN } from "./_signed-in.js";
import { THEMES } from "./_themes.js";

/** People of the sandbox: Alice owns the place, Bruno's account is linked, Lior holds no role. */
const ALICE = 200_001;
const BRUNO = 200_002;
const CHIDI = 200_003;
const LIOR = 200_005;
/** Has opened the app and linked nothing yet. */
const MIA = 300_009;
const DAY_MS = 86_400_000;

let database: TestDatabase;
let product: RunningProduct;
let browser: Browser;

beforeAll(async () => {
  const built = spawnSync("node", ["scripts/build.mjs"], { cwd: projectRoot, encoding: "utf8" });
  if (built.status !== 0) throw new Error(`the build failed:\n${built.stderr}`);
  database = await createTestDatabase();
  [product, browser] = await Promise.all([startProcess({ DATABASE_URL: database.url }), launchBrowser()]);
  await database.pool.query("insert into user_roles (user_id, role) values ($1, 'admin')", [CHIDI]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await product?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
});

function open(person: number, path: string, options: { theme?: keyof typeof THEMES; width?: number } = {}) {
  const { theme = "iosLight", width = 390 } = options;
  return openAs(browser, product.api, {
    person,
    path,
    telegram: { theme: THEMES[theme] },
    context: { viewport: { width, height: 844 } },
  });
}

/** What a person may do through the API, as the app does it. */
async function callAs<Body>(person: number, method: string, path: string, body?: unknown): Promise<Body> {
  const user = JSON.stringify({ id: person, first_name: "Ann" });
  const signedIn = await fetch(`${product.api}/api/v1/auth/telegram`, {
    method: "POST",
    headers: { authorization: `tma ${signInitData({ user }, new Date(), SANDBOX_TOKEN)}` },
  });
  const { accessToken } = (await signedIn.json()) as { accessToken: string };
  const answer = await fetch(`${product.api}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Body;
}

function button(at: Page | Locator, name: string): Locator {
  return at.getByRole("button", { name, exact: true });
}

describe("the main job of an administrator", () => {
  let owner: OpenPage;
  beforeAll(async () => {
    owner = await open(ALICE, "/admin/races/new");
  });
  afterAll(() => owner[Symbol.asyncDispose]());

  test("a race is made with prizes judged while they are typed, after a look at what it would have cost", async () => {
    const { page } = owner;
    const local = (ms: number): string => new Date(Date.now() + ms).toISOString().slice(0, 16);
    await page.getByLabel("Title").fill("Admin's race");
    await page.getByLabel("Start", { exact: true }).fill(local(-3 * DAY_MS));
    await page.getByLabel("End", { exact: true }).fill(local(DAY_MS));
    await page.getByLabel("Prize of place 2 in USD").fill("600");
    await page.getByText("More than the place above").waitFor();
    await expect
      .poll(async () => (await posted(page, "web_app_setup_main_button")).at(-1))
      .toMatchObject({ is_active: false });
    await page.getByLabel("Pool to divide (USD)").fill("1000.01");
    await button(page, "Top 3").click();
    await page.locator(".prize-sum__total", { hasText: "$1,000.01" }).waitFor();
    expect(await page.getByLabel("Prize of place 1 in USD").inputValue()).toBe("500.01");
    await button(page, "Reckon it").click();
    await page.getByRole("table", { name: "What if" }).getByRole("row").nth(3).waitFor();
    expect(await page.locator(".what-if .stats").innerText()).toContain("$1,000.01");
    await pressMain(page, "Create the race");
    await page.getByRole("heading", { name: "Admin's race" }).waitFor();
    await page.locator(".status--live").waitFor();
  });

  test("each score is explained by entries that add up to it", async () => {
    const { page } = owner;
    await page.getByRole("table", { name: "Standings" }).getByRole("link").nth(1).click();
    await page.locator(".proof--good").waitFor();
    expect(await page.locator(".proof__sum").innerText()).toMatch(/entries add up to exactly \$/);
    await emit(page, "back_button_pressed");
    await page.locator(".race-card").waitFor();
  });

  test("it is ended early with a public reason, settled and, over an open case, made final with another", async () => {
    const { page } = owner;
    await button(page, "End now").click();
    await page.getByLabel("Why does the race end now?").fill("The month is over.");
    await pressMain(page, "End it now");
    await page.locator(".race-card .status--settling").waitFor();
    await expect.poll(() => button(page, "End now").count()).toBe(0);
    await button(page, "Settle now").click();
    await pressMain(page, /Settle/);
    await page.locator(".race-card .status--provisional").waitFor();
    const path = new URL(page.url()).pathname.replace("/admin", "");
    await callAs(BRUNO, "POST", `${path}/disputes`, { text: "My wager is missing." });
    await button(page, "Make final").click();
    // The page has not heard of the case: it is told with the refusal, and asks for the reason.
    await pressMain(page, "Make final");
    await page.getByLabel("Why is the result closed although a case is open?").fill("Looked at in the stream.");
    await pressMain(page, "Make final");
    await page.locator(".race-card .status--final").waitFor();
  });

  test("whoever made the prize payable cannot approve it; a second person does, and pays it with its reference", async () => {
    const { prizes } = await callAs<{ prizes: { id: string }[] }>(BRUNO, "GET", "/me/prizes");
    await callAs(BRUNO, "POST", `/me/prizes/${prizes[0]!.id}/claim`, { destination: "casino: bruno" });
    await using mine = await open(ALICE, "/admin/payouts");
    await mine.page.getByText("not the one he made payable").waitFor();
    await button(mine.page, "Approve").click();
    await pressMain(mine.page, /^Approve \$300\.00$/);
    await mine.page.getByRole("alert").getByText("another administrator must approve it").waitFor();

    await using second = await open(CHIDI, "/admin/payouts");
    const { page } = second;
    await button(page, "Approve").click();
    await pressMain(page, /^Approve \$300\.00$/);
    await button(page, "To pay").click();
    await button(page, "I have paid it").click();
    await page.getByLabel("Reference").fill("TIP-1");
    await pressMain(page, /paid/);
    await button(page, "Paid").click();
    await page.locator(".payout", { hasText: "TIP-1" }).waitFor();
    expect([...owner.problems, ...mine.problems, ...second.problems]).toEqual([]);
  });
});

test("a race is kept as a draft that players do not see, and published", async () => {
  await using app = await open(ALICE, "/admin/races/new");
  const { page, problems } = app;
  expect(await button(page, "Save as draft").isDisabled()).toBe(true);
  await page.getByLabel("Title").fill("Kept for later");
  await page.getByLabel("Start", { exact: true }).fill("2036-01-01T00:00");
  await page.getByLabel("End", { exact: true }).fill("2036-01-08T00:00");
  await page.getByLabel("Repeat").selectOption("week");
  expect(await button(page, "Save as draft").count()).toBe(0);
  await page.getByLabel("Repeat").selectOption("never");
  await button(page, "Save as draft").click();
  await page.locator(".race-card .status--draft").waitFor();
  await page.locator(".race-preview", { hasText: "Kept for later" }).waitFor();
  const shown = async (): Promise<number> =>
    (await fetch(`${product.api}/api/v1${new URL(page.url()).pathname.replace("/admin", "")}`)).status;
  expect(await shown()).toBe(404);
  const draft = page.url();
  await page.evaluate('history.pushState(null, "", "/admin/races?show=upcoming")');
  const inList = page.getByRole("link", { name: /Kept for later/ });
  await inList.locator(".status--draft", { hasText: "Draft" }).waitFor();
  await inList.click();
  await page.waitForURL(draft);
  await button(page, "Publish").click();
  await page.getByText("Everybody sees the race from now on.").waitFor();
  await pressMain(page, "Publish");
  await page.locator(".race-card .status--scheduled").waitFor();
  expect(await shown()).toBe(200);
  await button(page, "Cancel the race").waitFor();
  expect(problems).toEqual([]);
});

test("a request to link is decided with its evidence in sight", async () => {
  const { rows } = await database.pool.query<{ external_id: string }>(
    "select external_id from players p where not exists (select from links l where l.player_id = p.id) order by id desc limit 1",
  );
  const asked = { source: "demo-casino", player: rows[0]!.external_id };
  const { id } = await callAs<{ id: string }>(MIA, "POST", "/me/links", asked);
  await callAs(MIA, "POST", `/me/links/${id}/evidence`, { text: "Here is my screenshot." });
  await using app = await open(CHIDI, "/admin");
  const { page } = app;
  await page.getByRole("link", { name: /link to review/ }).click();
  await page.getByText("Here is my screenshot.").waitFor();
  await button(page, "Approve").click();
  await pressMain(page, "Approve");
  await page.getByText("No link waits for a review.").waitFor();
  await button(page, "Linked").click();
  await page.locator(".item", { hasText: "Here is my screenshot." }).waitFor();
  const { links } = await callAs<{ links: { state: string }[] }>(MIA, "GET", "/me/links");
  expect(links.map(({ state }) => state)).toEqual(["approved"]);
});

test("an entry of a challenge is turned down with its reason, another is believed, and its prize is owed", async () => {
  await callAs(ALICE, "POST", "/admin/rewards/bet-hosts", { hosts: ["goated.com"] });
  const deadline = new Date(Date.now() + DAY_MS).toISOString();
  for (const game of ["Plinko", "Dice"]) {
    const body = { game, multiplier: "100", minBet: "1", prize: "25", winners: 2, deadline };
    const { id } = await callAs<{ id: string }>(ALICE, "POST", "/admin/rewards/challenges", body);
    await callAs(BRUNO, "POST", `/me/challenges/${id}/entry`, { link: `https://goated.com/bet/${game}` });
  }
  await using app = await open(ALICE, "/admin");
  const { page, problems } = app;
  await page.locator(".tile", { hasText: "entries to check" }).click();
  const entry = (game: string): Locator => page.locator(".item", { hasText: `100x on ${game}` });
  expect(await entry("Plinko").getByRole("link", { name: "Open the bet" }).getAttribute("href")).toBe(
    "https://goated.com/bet/Plinko",
  );
  await button(entry("Plinko"), "Reject").click();
  await page.getByLabel("Why is it not accepted?").fill("The bet is of last week.");
  await pressMain(page, "Reject");
  await entry("Plinko").waitFor({ state: "detached" });
  await button(entry("Dice"), "Accept").click();
  await page.getByText("is owed $25. It goes to the payouts.").waitFor();
  await pressMain(page, "Accept");
  await page.getByText("Nothing to check.").waitFor();
  const { entries } = await callAs<{ entries: { state: string; reason: string | null }[] }>(
    BRUNO,
    "GET",
    "/me/challenges",
  );
  expect(entries.map(({ state, reason }) => [state, reason])).toEqual([
    ["accepted", null],
    ["rejected", "The bet is of last week."],
  ]);
  const { prizes } = await callAs<{ prizes: { reward: { kind: string } | null }[] }>(BRUNO, "GET", "/me/prizes");
  expect(prizes.filter(({ reward }) => reward?.kind === "challenge")).toHaveLength(1);
  expect(problems).toEqual([]);
});

test("a drop is made after a look at what it can cost, and ended", async () => {
  await using app = await open(ALICE, "/admin/rewards?show=drops");
  const { page, problems } = app;
  await button(page, "New drop").click();
  await page.getByLabel("Name, seen by everybody").fill("Five for ten");
  await page.getByLabel("USD for each").fill("5.50");
  await page.getByLabel("For how many people").fill("10");
  await page.getByLabel("Word to type").fill("ten-fives");
  await pressMain(page, "Make the drop");
  await page.getByText("It can cost $55.").waitFor();
  await pressMain(page, "Make the drop");
  const drop = page.locator(".item", { hasText: "Five for ten" });
  await drop.getByText("10 of 10 left").waitFor();
  await button(drop, "End").click();
  await pressMain(page, "End");
  await drop.locator(".pill", { hasText: "over" }).waitFor();
  expect(problems).toEqual([]);
});

test("a dead letter is read, and replayed", async () => {
  const body = {
    type: "wager.settled",
    timestamp: new Date().toISOString(),
    data: { wager_id: "late-1", player_id: "late", amount: "5.00", occurred_at: new Date().toISOString() },
  };
  await database.pool.query(
    `insert into dead_letters (source_id, delivery_id, endpoint, headers, body, reason)
     select id, 'd-1', 'event', '{}', $1, 'occurred_in_future' from sources where slug = 'demo-casino'`,
    [Buffer.from(JSON.stringify(body))],
  );
  await using app = await open(ALICE, "/admin/dead-letters");
  const { page } = app;
  await page.getByText("Content").click();
  await page.getByText('"wager_id": "late-1"').waitFor();
  await button(page, "Replay").click();
  await page.getByText("everything that was signed could be applied").waitFor();
  const { rows } = await database.pool.query("select from ledger where ref = 'late-1'");
  expect(rows).toHaveLength(1);
});

test("a key is made, shown once, works, and is ended", async () => {
  await using app = await open(ALICE, "/admin/keys");
  const { page } = app;
  await button(page, "New key").click();
  await page.getByLabel("Name").fill("Script");
  await page.getByLabel("What it may do").selectOption("admin");
  await pressMain(page, "Make the key");
  const key = await page.locator(".secret__text").innerText();
  const withKey = () =>
    fetch(`${product.api}/api/v1/admin/queues`, { headers: { authorization: `Bearer ${key}` } }).then(
      ({ status }) => status,
    );
  expect(await withKey()).toBe(200);
  await button(page, "I have kept it").click();
  await button(page, "End").click();
  await pressMain(page, "End");
  await page.locator(".pill--rejected").waitFor();
  expect(await withKey()).toBe(401);
  expect(await page.getByText(key).count()).toBe(0);
});

describe("who is no administrator", () => {
  test("is told so, and players never fetch these pages", async () => {
    await using app = await open(LIOR, "/");
    const fetched: string[] = [];
    app.page.on("request", (request) => void fetched.push(request.url()));
    await app.page.reload();
    await app.page.getByRole("heading", { level: 1 }).waitFor();
    expect(fetched.some((url) => /admin/.test(url))).toBe(false);
    await using forbidden = await open(LIOR, "/admin/keys");
    await forbidden.page.getByRole("heading", { name: "For administrators" }).waitFor();
  });
});

let scene: AdminScene | undefined;

const PAGES = [
  "/admin",
  "/admin/races",
  "/admin/races/new",
  "/admin/races/SETTLING",
  "/admin/races/PROVISIONAL",
  "/admin/races/DRAFT",
  "/admin/races/FINAL/players/p2",
  "/admin/payouts?race=FINAL",
  "/admin/players",
  "/admin/players/p2",
  "/admin/people",
  `/admin/people/${BRUNO}`,
  "/admin/rewards",
  "/admin/rewards?show=drops",
  "/admin/rewards?show=milestones",
  "/admin/rewards?show=raffles",
  "/admin/links",
  "/admin/disputes",
  "/admin/adjustments",
  "/admin/exclusions",
  "/admin/sources",
  "/admin/sources/quiet-casino",
  "/admin/dead-letters",
  "/admin/groups",
  "/admin/broadcasts",
  "/admin/keys",
  "/admin/audit",
];

describe.each([
  ["light", "iosLight", 320],
  ["dark", "iosDark", 1280],
] as const)("every page, with something on it, in %s", (_name, theme, width) => {
  beforeAll(async () => {
    scene ??= await makeAdminScene(product);
  });

  test(`has nothing that axe finds wrong and fits into ${width} pixels`, { timeout: 90_000 }, async () => {
    const { settling, provisional, final, draft } = scene ?? { settling: "", provisional: "", final: "", draft: "" };
    await using app = await open(ALICE, "/admin", { theme, width });
    const { page, problems } = app;
    for (const pattern of PAGES) {
      const path = pattern
        .replace("SETTLING", settling)
        .replace("PROVISIONAL", provisional)
        .replace("FINAL", final)
        .replace("DRAFT", draft);
      await page.evaluate(`history.pushState(null, "", ${JSON.stringify(path)})`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await page.locator(".bones").first().waitFor({ state: "detached" });
      expect([path, await faultsOf(page)]).toEqual([path, []]);
      const overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect([path, overflow]).toEqual([path, 0]);
    }
    expect(problems).toEqual([]);
  });
});
