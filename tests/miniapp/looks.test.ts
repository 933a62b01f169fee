import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../_browser.js";
import { AXE, faultsOf, type AxeResult } from "./_axe.js";
import { buildApp } from "./_built.js";
import { startFakeApi, type FakeOptions } from "./_fake-api.js";
import { HALL } from "./_hall.js";
import { emit, openApp, PHONE, type OpenOptions } from "./_page.js";
import { newcomer, somebody } from "./_person.js";
import { withChangedDigit, withResult } from "./_results.js";
import { THEMES } from "./_themes.js";

let browser: Browser;

beforeAll(async () => {
  buildApp();
  browser = await launchBrowser();
}, 60_000);

afterAll(() => browser.close());

const LOOKS: [string, OpenOptions][] = [
  ["light", { telegram: { theme: THEMES.iosLight } }],
  ["dark", { telegram: { theme: THEMES.iosDark } }],
  ["black", { telegram: { theme: THEMES.nightBlack } }],
  ["a theme of one colour and weak greys", { telegram: { theme: THEMES.odd } }],
  ["a client that knows five colours", { telegram: { theme: THEMES.old, version: "6.0" } }],
  ["a browser outside Telegram, dark", { context: { colorScheme: "dark" } }],
];

describe.each(LOOKS)("in %s", (_name, look) => {
  test.each(["/", "/leaderboards/week", "/races"])("%s has nothing that axe finds wrong", async (path) => {
    await using api = await startFakeApi({ players: 30, me: 7 });
    await using app = await openApp(browser, api.url, { ...look, path });
    const { page } = app;
    await page.getByRole("heading", { level: 1 }).waitFor({ state: "attached" });
    await page.locator(".row, .race-link").first().waitFor();
    if (path === "/") await page.locator(".mine__main, .mine__hint").waitFor();
    expect(await faultsOf(page)).toEqual([]);
  });
});

const VERIFY = `/races/${withResult.race?.id}/verify`;
/** Pages behind a tap: where they are, what they show, and when they are there. */
const PAGES: [name: string, path: string, fake: () => FakeOptions, there: string][] = [
  ["one's own page", "/me", () => ({ players: 12, me: 7, person: somebody() }), ".chart"],
  ["a newcomer's own page", "/me", () => ({ players: 12, me: null, person: newcomer() }), ".links .button"],
  ["settings", "/settings", () => ({ players: 12, me: 7, person: somebody() }), ".switch"],
  ["the hall of fame", "/races", () => ({ players: 12, hall: HALL }), ".fame__line"],
  ["rewards", "/rewards", () => ({ players: 12, me: 7, person: somebody() }), ".won"],
  ["the check of a result", VERIFY, () => ({ ...withResult, me: 1 }), ".check"],
  [
    "the check of a result that does not hold",
    VERIFY,
    () => ({ ...withResult, result: withChangedDigit() }),
    ".check--bad",
  ],
];

describe.each(PAGES)("%s", (_name, path, fake, there) => {
  test.each(LOOKS.slice(0, 4))("in %s has nothing that axe finds wrong", async (_look, look) => {
    await using api = await startFakeApi(fake());
    await using app = await openApp(browser, api.url, { ...look, path });
    await app.page.locator(there).first().waitFor();
    expect(await faultsOf(app.page)).toEqual([]);
  });

  test("has nothing beside the narrowest window, also from right to left", async () => {
    await using api = await startFakeApi(fake());
    await using app = await openApp(browser, api.url, {
      telegram: { theme: THEMES.iosLight, languageCode: "de" },
      path,
      context: { ...PHONE, viewport: { width: 320, height: 568 } },
    });
    const { page } = app;
    await page.locator(there).first().waitFor();
    for (const direction of ["ltr", "rtl"]) {
      await page.evaluate(`document.documentElement.dir = "${direction}"`);
      const overflow = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth",
      );
      expect(overflow).toBe(0);
    }
  });
});

test("prizes and rules, opened, have nothing that axe finds wrong", async () => {
  await using api = await startFakeApi({ players: 12, me: 6 });
  await using app = await openApp(browser, api.url, { telegram: { theme: THEMES.iosDark } });
  // The last part of the page that is built: all before it can be opened.
  await app.page.locator(".mine").waitFor();
  for (const row of await app.page.locator("summary").all()) await row.click();
  await app.page.locator(".rules").waitFor();
  expect(await faultsOf(app.page)).toEqual([]);
});

test("the sheet to pass something on has nothing that axe finds wrong, and rows for a finger", async () => {
  await using api = await startFakeApi({ players: 12, me: 6 });
  await using app = await openApp(browser, api.url, {
    telegram: { theme: THEMES.odd },
    context: { ...PHONE, viewport: { width: 320, height: 568 } },
  });
  const { page } = app;
  await page.locator(".mine .share").click();
  await page.locator(".sheet__row").nth(1).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  const heights = await page.evaluate<number[]>(
    "[...document.querySelectorAll('.share, .sheet button')].map((button) => button.getBoundingClientRect().height)",
  );
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
});

test("a board for streams shows only itself, on nothing", async () => {
  await using api = await startFakeApi({ players: 30 });
  await using app = await openApp(browser, api.url, { path: "/embed/race/Race000001?rows=5" });
  const { page } = app;
  await page.locator(".embed__row").first().waitFor();
  await expect.poll(() => page.locator(".embed__row").count()).toBe(5);
  expect(await page.locator("nav").count()).toBe(0);
  expect(await page.evaluate("getComputedStyle(document.documentElement).backgroundColor")).toBe("rgba(0, 0, 0, 0)");
  await expect.poll(() => api.sockets()).toBe(1);
  api.wager(9, 200_000_000_000n);
  await expect.poll(() => page.locator(".embed__row .embed__rank").first().innerText()).toBe("1");
  await page.locator(".embed__row--1 .embed__name", { hasText: "***" }).waitFor();
});

test("the control: axe finds what is wrong with a grey that cannot be read", async () => {
  await using api = await startFakeApi({ players: 30 });
  await using app = await openApp(browser, api.url, { telegram: { theme: THEMES.iosLight } });
  await app.page.locator(".row").first().waitFor();
  await app.page.evaluate("document.documentElement.style.setProperty('--soft', '#c0c0c0')");
  await app.page.evaluate(AXE);
  const { violations } = await app.page.evaluate<AxeResult>("axe.run()");
  expect(violations.map(({ id }) => id)).toContain("color-contrast");
});

describe.each([
  [320, 568],
  [390, 844],
  [768, 1024],
  [1280, 800],
  [1920, 1080],
])("at %i by %i", (width, height) => {
  test.each(["/", "/leaderboards/week", "/races"])(
    "%s has nothing beside the window, also from right to left",
    async (path) => {
      await using api = await startFakeApi({ players: 200, me: 120 });
      await using app = await openApp(browser, api.url, {
        telegram: { theme: THEMES.iosLight },
        path,
        context: { ...PHONE, viewport: { width, height } },
      });
      const { page } = app;
      await page.locator(".row, .race-link").first().waitFor();
      for (const direction of ["ltr", "rtl"]) {
        await page.evaluate(`document.documentElement.dir = "${direction}"`);
        const overflow = await page.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        expect(overflow).toBe(0);
      }
    },
  );
});

test("everything one can press is at least 44 px high to the finger", async () => {
  await using api = await startFakeApi({ players: 12, me: null });
  for (const path of ["/", "/leaderboards/week", "/races"]) {
    await using app = await openApp(browser, api.url, { telegram: { theme: THEMES.iosLight }, path });
    await app.page.locator(".row, .race-link").first().waitFor();
    const heights = await app.page.locator("a, button").evaluateAll((elements) =>
      elements.map((element) => {
        // Tabs fill a bar whose padding belongs to the target: a press there lands on the tab's own parent.
        const target = element.closest(".tabs:not(.tabs--chips)") ?? element;
        return Math.round(target.getBoundingClientRect().height);
      }),
    );
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
  }
});

test("the pinned card stays clear of the home bar and of a sheet that is not fully open", async () => {
  await using api = await startFakeApi({ players: 12, me: 7 });
  await using app = await openApp(browser, api.url, {
    telegram: { theme: THEMES.iosLight, safeArea: { top: 47, bottom: 34, left: 0, right: 0 }, height: 700 },
  });
  const { page } = app;
  await page.getByTestId("my-place").waitFor();
  const bottom = () => page.locator(".mine").evaluate((card) => card.getBoundingClientRect().bottom);
  await expect.poll(bottom).toBe(700 - 34 - 10);
  await emit(page, "viewport_changed", { height: 844, width: 390, is_expanded: true, is_state_stable: true });
  await expect.poll(bottom).toBe(844 - 34 - 10);
});
