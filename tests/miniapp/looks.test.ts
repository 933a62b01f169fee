import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../_browser.js";
import { buildApp } from "./_built.js";
import { startFakeApi } from "./_fake-api.js";
import { emit, openApp, PHONE, type OpenOptions } from "./_page.js";
import { THEMES } from "./_themes.js";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
let browser: Browser;

beforeAll(async () => {
  buildApp();
  browser = await launchBrowser();
}, 60_000);

afterAll(() => browser.close());

interface AxeResult {
  violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
}

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
    // The policy of the page forbids scripts from elsewhere, so axe comes in through the debugger.
    await page.evaluate(AXE);
    const { violations } = await page.evaluate<AxeResult>("axe.run({ resultTypes: ['violations'] })");
    expect(
      violations.map(({ id, nodes }) => [id, nodes.map(({ html, failureSummary }) => [html, failureSummary])]),
    ).toEqual([]);
  });
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
