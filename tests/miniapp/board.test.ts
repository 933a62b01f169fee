import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../_browser.js";
import { buildApp } from "./_built.js";
import { startFakeApi } from "./_fake-api.js";
import { emit, openApp, posted } from "./_page.js";
import { THEMES } from "./_themes.js";

let browser: Browser;

beforeAll(async () => {
  buildApp();
  browser = await launchBrowser();
}, 60_000);

afterAll(() => browser.close());

const rowNames = (page: Page) => page.locator(".row .row__name").allInnerTexts();
const SLOW_PHONE =
  "Mozilla/5.0 (Linux; Android 9; wv) AppleWebKit/537.36 Chrome/120.0.0.0 Mobile Safari/537.36 Telegram-Android/11.3.3 (Acme A1; Android 9; SDK 28; LOW)";
const telegram = { theme: THEMES.iosLight };

/** The card is of the last part of the page that is built, and the feed is open. */
async function waitForLive(page: Page): Promise<void> {
  await page.locator(".mine").waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
}

/** Counts in the page's `glides` how often a row began to glide: one that has ended already is not missed. */
function countGlides(page: Page): Promise<unknown> {
  return page.evaluate(`
    window.glides = 0;
    const { animate } = Element.prototype;
    Element.prototype.animate = function (...how) {
      if (this.matches(".row")) window.glides += 1;
      return animate.apply(this, how);
    };
    undefined;`);
}

describe("the race page", () => {
  test("shows the board as the API tells it, and breaks no rule of the policy", async () => {
    await using api = await startFakeApi({ players: 12, me: 7 });
    await using app = await openApp(browser, api.url, { telegram });
    const { page, problems } = app;
    await page.getByRole("heading", { level: 1, name: "November Sprint" }).waitFor();
    await page.getByText("#7", { exact: true }).waitFor();
    await expect.poll(() => page.locator(".row").count()).toBe(9);
    expect(await page.locator(".podium__name").allInnerTexts()).toHaveLength(3);
    expect(await page.locator(".row--first-unpaid .row__rank").innerText()).toBe("11");
    expect(problems).toEqual([]);
  });

  test("moves when somebody wagers: rows glide to their new places and nothing is asked for again", async () => {
    await using api = await startFakeApi({ players: 12, me: 7 });
    await using app = await openApp(browser, api.url, { telegram });
    const { page } = app;
    await waitForLive(page);
    await countGlides(page);
    const before = await rowNames(page);
    const asked = api.requests.length;
    // Player 9 passes player 8 and me.
    api.wager(9, 14_000_000_000n);
    await expect.poll(() => rowNames(page)).not.toEqual(before);
    await expect.poll(() => page.evaluate("glides")).toBeGreaterThan(0);
    await page.getByText("#8", { exact: true }).waitFor();
    expect(api.requests.slice(asked).filter((request) => request.includes("/standings"))).toEqual([]);
  });

  test.each<[who: string, context: BrowserContextOptions]>([
    ["for people who asked for less motion", { reducedMotion: "reduce" }],
    ["on phones that Telegram calls slow", { userAgent: SLOW_PHONE }],
  ])("does not move %s", async (_who, context) => {
    await using api = await startFakeApi({ players: 12 });
    await using app = await openApp(browser, api.url, { context });
    const { page } = app;
    await waitForLive(page);
    await countGlides(page);
    const before = await rowNames(page);
    api.wager(9, 14_000_000_000n);
    await expect.poll(() => rowNames(page)).not.toEqual(before);
    expect(await page.evaluate("glides + document.getAnimations().length")).toBe(0);
  });

  test("asks for what it has missed and goes on", async () => {
    await using api = await startFakeApi({ players: 12 });
    await using app = await openApp(browser, api.url, { telegram });
    await app.page.getByText("Live", { exact: true }).waitFor();
    api.send({
      t: "delta",
      ch: "race:Race000001",
      epoch: "e1",
      prev: 500,
      ver: 501,
      at: new Date().toISOString(),
      ops: [],
    });
    await expect.poll(() => api.heard.filter((frame) => JSON.stringify(frame).includes('"resync"'))).toHaveLength(1);
  });

  test("says what it does not know: first delayed, then stale, and comes back by itself", async () => {
    await using api = await startFakeApi({ players: 12 });
    await using app = await openApp(browser, api.url, { telegram });
    const { page } = app;
    await waitForLive(page);
    api.refuseSockets(true);
    api.closeSockets(1012);
    await page.getByText(/^Delayed · /).waitFor();
    expect(await page.locator(".row").count()).toBe(9);
    api.refuseSockets(false);
    await page.evaluate("window.dispatchEvent(new Event('online')), undefined");
    await waitForLive(page);
    expect(api.heard).toContainEqual(
      expect.objectContaining({ t: "hello", resume: { "race:Race000001": { epoch: "e1", ver: 100 } } }),
    );
  });

  test("pauses while Telegram hides it and goes on where it was", async () => {
    await using api = await startFakeApi({ players: 12 });
    await using app = await openApp(browser, api.url, { telegram });
    const { page } = app;
    await waitForLive(page);
    await emit(page, "visibility_changed", { is_visible: false });
    await expect.poll(() => api.sockets()).toBe(0);
    await emit(page, "visibility_changed", { is_visible: true });
    await expect.poll(() => api.sockets()).toBe(1);
  });

  test("tells when the race turns, and asks what it has become", async () => {
    await using api = await startFakeApi({ players: 12, me: 2 });
    await using app = await openApp(browser, api.url, { telegram });
    const { page } = app;
    await waitForLive(page);
    api.setStatus("settling");
    await page.getByText("Ended, being counted").waitFor();
    await page.getByText("The last wagers are being counted").waitFor();
    await expect.poll(() => page.getByRole("timer").count()).toBe(0);
  });

  test("without an answer it offers another try, and never an empty table", async () => {
    await using api = await startFakeApi({ players: 12 });
    api.failWith(500);
    await using app = await openApp(browser, api.url, { telegram });
    const { page } = app;
    await page.getByRole("alert").getByText("The board did not load").waitFor();
    expect(await page.locator(".rows").count()).toBe(0);
    api.failWith(undefined);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "November Sprint" }).waitFor();
  });

  test.each<[path: string, there: string]>([
    ["/leaderboards/week", ".row"],
    ["/races", ".race-link"],
  ])("%s that did not load is tried again when asked", async (path, there) => {
    await using api = await startFakeApi({ players: 12 });
    api.failWith(503);
    await using app = await openApp(browser, api.url, { telegram, path });
    const retry = app.page.getByRole("button", { name: "Try again" }).first();
    await retry.waitFor();
    expect(await app.page.locator(there).count()).toBe(0);
    api.failWith(undefined);
    await retry.click();
    await app.page.locator(there).first().waitFor();
  });

  test("goes offline and comes back without losing the board", async () => {
    await using api = await startFakeApi({ players: 12 });
    await using app = await openApp(browser, api.url, { telegram });
    const { page } = app;
    await waitForLive(page);
    await page.context().setOffline(true);
    api.closeSockets(1012);
    await page.getByText(/^Offline/).waitFor();
    expect(await page.locator(".row").count()).toBe(9);
    await page.context().setOffline(false);
    await waitForLive(page);
  });
});

test("a second visit without a network shows the board of the first, with its age", async () => {
  await using api = await startFakeApi({ players: 12 });
  await using app = await openApp(browser, api.url, { telegram });
  const { page } = app;
  await waitForLive(page);
  api.failWith(503);
  api.refuseSockets(true);
  await page.reload();
  await page.getByText(/^Saved · /).waitFor();
  await expect.poll(() => page.locator(".row").count()).toBe(9);
  api.failWith(undefined);
  api.refuseSockets(false);
  await page.evaluate("window.dispatchEvent(new Event('online')), undefined");
  await waitForLive(page);
});

test("a cold start builds the page in turns, so that no task of a slow phone holds all of it", async () => {
  await using api = await startFakeApi({ players: 40 });
  await using app = await openApp(browser, "about:blank", { isBare: true, path: "" });
  const { page } = app;
  // The timeline stands still within a frame: parts that come together have the same time.
  await page.addInitScript(`
    window.seenAt = [];
    new MutationObserver(() => {
      const parts = [".hero", ".podium", ".row:nth-child(8)", ".row:nth-child(37)"];
      for (const part of parts.slice(seenAt.length)) {
        if (document.querySelector(part) !== null) seenAt.push(document.timeline.currentTime);
      }
    }).observe(document, { childList: true, subtree: true });
  `);
  await page.goto(api.url);
  await waitForLive(page);
  const frames = await page.evaluate<number[]>("window.seenAt");
  expect(frames).toHaveLength(4);
  expect(new Set(frames).size).toBe(4);
});

describe("long boards", () => {
  test("keep only what is in sight in the page, and load as one scrolls", async () => {
    await using api = await startFakeApi({ players: 1200 });
    await using app = await openApp(browser, api.url);
    const { page } = app;
    await waitForLive(page);
    for (let rank = 0; rank < 600;) {
      await page.mouse.wheel(0, 4_000);
      rank = Number((await page.locator(".row .row__rank").last().innerText()).replace(",", ""));
    }
    expect(await page.locator(".row").count()).toBeLessThan(60);
    const ranks = (await page.locator(".row .row__rank").allInnerTexts()).map((text) => Number(text));
    expect(ranks).toEqual(ranks.map((_, index) => (ranks[0] ?? 0) + index));
  });
});

describe("people", () => {
  test.each([
    ["without a link", { me: null }, "Link your casino account"],
    ["without a wager", { me: 99 }, "None of your wagers count"],
    ["whose session is too old", { signIn: "expired" }, "Reopen the app from Telegram"],
    ["while signing in is down", { signIn: "down" }, "Your place cannot be loaded"],
  ] as const)("%s read why their place is not shown, and the board is there", async (_who, fake, words) => {
    await using api = await startFakeApi({ players: 12, ...fake });
    await using app = await openApp(browser, api.url, { telegram });
    await app.page.getByText(words).waitFor();
    await expect.poll(() => app.page.locator(".row").count()).toBe(9);
  });

  test("who came by a keyboard button are not asked to sign in", async () => {
    await using api = await startFakeApi({ players: 12 });
    await using app = await openApp(browser, api.url, { telegram: { ...telegram, hasInitData: false } });
    await app.page.getByText("Open the app with the bot’s button").waitFor();
    expect(api.requests.filter((request) => request.includes("/auth/"))).toEqual([]);
  });

  test("whose Telegram is German read German, with German numbers", async () => {
    await using api = await startFakeApi({ players: 12, me: 7 });
    await using app = await openApp(browser, api.url, { telegram: { ...telegram, languageCode: "de-AT" } });
    await app.page.getByRole("heading", { name: "Rangliste" }).waitFor();
    expect(await app.page.locator(".row__wagered").first().innerText()).toMatch(/^\d+\.\d{3},\d{2}\s\$$/);
  });

  test("on a client of the first days see the board all the same", async () => {
    await using api = await startFakeApi({ players: 12 });
    await using app = await openApp(browser, api.url, {
      telegram: { theme: THEMES.old, version: "6.0", platform: "tdesktop", isMute: true },
    });
    await app.page.getByRole("heading", { name: "November Sprint" }).waitFor();
    expect(app.problems).toEqual([]);
  });
});

describe("ways in and through", () => {
  test.each(["v1_race_..", "v1_unknown_1", "v1_race_short", "%3Cscript%3E"])(
    "the start parameter %s leads home",
    async (startParam) => {
      await using api = await startFakeApi({ players: 3 });
      await using app = await openApp(browser, api.url, { telegram: { ...telegram, startParam } });
      await app.page.getByRole("heading", { name: "November Sprint" }).waitFor();
      expect(new URL(app.page.url()).pathname).toBe("/");
    },
  );

  test("tabs and rows lead to pages, Telegram's back button leads back", async () => {
    await using api = await startFakeApi({ players: 30 });
    await using app = await openApp(browser, api.url, { telegram });
    const { page } = app;
    const press = () => emit(page, "back_button_pressed");
    const path = () => new URL(page.url()).pathname;
    await page.getByRole("link", { name: "Races", exact: true }).click();
    await page.getByRole("link", { name: /November Sprint/ }).click();
    await page.getByRole("heading", { name: "November Sprint" }).waitFor();
    await expect.poll(path).toBe("/races/Race000001");
    await press();
    await expect.poll(path).toBe("/races");
    await press();
    await expect.poll(path).toBe("/");
    await expect
      .poll(async () => (await posted(page, "web_app_setup_back_button")).at(-1))
      .toEqual({ is_visible: false });
  });

  test("a page opened by its address goes home with the back button", async () => {
    await using api = await startFakeApi({ players: 30 });
    await using app = await openApp(browser, api.url, { telegram, path: "/leaderboards/day" });
    const { page } = app;
    await page.getByRole("link", { name: "This month" }).click();
    await expect.poll(() => new URL(page.url()).pathname).toBe("/leaderboards/month");
    await emit(page, "back_button_pressed");
    await expect.poll(() => new URL(page.url()).pathname).toBe("/");
  });

  test.each([
    ["v1_race_Race000001", "/races/Race000001"],
    ["v1_verify_Race000001", "/races/Race000001/verify"],
    ["v1_prizes_app", "/me"],
  ])("the start parameter %s opens %s", async (startParam, to) => {
    await using api = await startFakeApi({ players: 3 });
    await using app = await openApp(browser, api.url, { telegram: { ...telegram, startParam } });
    await app.page.locator("main h1").first().waitFor({ state: "attached" });
    expect(new URL(app.page.url()).pathname).toBe(to);
  });

  test.each(["/nowhere", "/leaderboards/decade"])("%s is said not to exist, with a way home", async (path) => {
    await using api = await startFakeApi({ players: 3 });
    await using app = await openApp(browser, api.url, { path });
    await app.page.getByRole("link", { name: "Go to the current race" }).click();
    await app.page.getByRole("heading", { name: "November Sprint" }).waitFor();
    expect(new URL(app.page.url()).pathname).toBe("/");
  });
});
