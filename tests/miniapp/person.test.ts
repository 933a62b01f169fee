import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../_browser.js";
import { buildApp } from "./_built.js";
import { startFakeApi } from "./_fake-api.js";
import { emit, openApp, posted } from "./_page.js";
import { newcomer, somebody } from "./_person.js";
import { THEMES } from "./_themes.js";

let browser: Browser;
const telegram = { theme: THEMES.iosLight };

beforeAll(async () => {
  buildApp();
  browser = await launchBrowser();
}, 60_000);

afterAll(() => browser.close());

describe("one's own page", () => {
  test("a prize is claimed with Telegram's own button, and the app is not closed over a half-typed claim", async () => {
    const person = somebody();
    await using api = await startFakeApi({ players: 12, me: 7, person });
    await using app = await openApp(browser, api.url, { telegram, path: "/me" });
    const { page, problems } = app;
    await page.getByRole("button", { name: "Claim", exact: true }).click();
    await page.getByLabel("Where shall it go?").fill("goated: zoe");
    await expect
      .poll(async () => (await posted(page, "web_app_setup_main_button")).at(-1))
      .toMatchObject({ is_visible: true, is_active: true, text: "Claim $250" });
    expect(await posted(page, "web_app_setup_closing_behavior")).toEqual([{ need_confirmation: true }]);
    await emit(page, "main_button_pressed");
    await page.getByText("Claimed, being checked").waitFor();
    expect(person.prizes[0]).toMatchObject({ state: "claimed", destination: "goated: zoe" });
    expect((await posted(page, "web_app_setup_main_button")).at(-1)).toEqual({ is_visible: false });
    expect((await posted(page, "web_app_setup_closing_behavior")).at(-1)).toEqual({ need_confirmation: false });
    expect(problems).toEqual([]);
  });

  test("a newcomer links an account and reads how to prove it, without being asked to wager", async () => {
    const person = newcomer();
    await using api = await startFakeApi({ players: 12, me: null, person });
    await using app = await openApp(browser, api.url, { telegram, path: "/me" });
    const { page } = app;
    await page.getByRole("button", { name: "Link an account" }).click();
    await page.getByLabel("Casino").selectOption("stake");
    await page.getByLabel("Your name or id there").fill("zoe");
    await emit(page, "main_button_pressed");
    await page.getByText("-K7Q2").waitFor();
    await page.getByRole("heading", { name: "By your name" }).waitFor();
    expect(api.requests).toContain("POST /api/v1/me/links");
  });

  test("each bar of the chart tells its figure", async () => {
    await using api = await startFakeApi({ players: 12, me: 7, person: somebody() });
    await using app = await openApp(browser, api.url, { telegram, path: "/me" });
    const { page } = app;
    await page.locator(".chart__bar").first().click();
    const [label] = (await page.locator(".chart__bar").first().getAttribute("aria-label"))?.split(": ") ?? [];
    expect(await page.locator(".chart__told .chart__label").innerText()).toBe(label);
  });

  test("a panel that fails leaves the others and offers another try", async () => {
    const person = somebody();
    await using api = await startFakeApi({ players: 12, me: 7, person });
    await using app = await openApp(browser, api.url, { telegram, path: "/me" });
    const { page } = app;
    await page.getByText("October Sprint").first().waitFor();
    api.failWith(500);
    await page.getByRole("button", { name: "Week", exact: true }).click();
    await page.getByRole("alert").getByText("This part could not be shown.").waitFor();
    expect(await page.getByText("October Sprint").count()).toBe(2);
    api.failWith(undefined);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".chart").waitFor();
  });

  test("outside Telegram it says where it is to be found", async () => {
    await using api = await startFakeApi({ players: 12 });
    await using app = await openApp(browser, api.url, { path: "/me" });
    await app.page.getByRole("heading", { name: "Your own page is in Telegram" }).waitFor();
    expect(await app.page.getByRole("link", { name: "Open in Telegram" }).getAttribute("href")).toBe(
      "https://t.me/goat_race_bot?startapp=v1_prizes_app",
    );
  });
});

describe("settings", () => {
  test("Telegram's own menu leads to them, and a switch is saved at once", async () => {
    const person = somebody();
    await using api = await startFakeApi({ players: 12, me: 7, person });
    await using app = await openApp(browser, api.url, { telegram });
    const { page } = app;
    await page.getByRole("heading", { name: "November Sprint" }).waitFor();
    await emit(page, "settings_button_pressed");
    await page.getByRole("switch", { name: /^Rank/ }).click({ force: true });
    await expect.poll(() => person.profile.settings.notifications.rank).toBe(true);
  });

  test("the bot's right to write is asked for when something is switched on, and never before", async () => {
    const person = somebody();
    person.profile = { ...person.profile, canBeMessaged: false };
    await using api = await startFakeApi({ players: 12, me: 7, person });
    await using app = await openApp(browser, api.url, {
      telegram: { ...telegram, mayWrite: false },
      path: "/settings",
    });
    const { page } = app;
    const news = page.getByRole("switch", { name: /^News/ });
    await news.waitFor();
    expect(await posted(page, "web_app_request_write_access")).toEqual([]);
    await news.click({ force: true });
    await expect.poll(() => posted(page, "web_app_request_write_access")).toHaveLength(1);
    await emit(page, "write_access_requested", { status: "cancelled" });
    await page.getByText("Without your permission").waitFor();
    expect(person.profile.settings.notifications.news).toBe(false);
    await news.click({ force: true });
    await expect.poll(() => posted(page, "web_app_request_write_access")).toHaveLength(2);
    await emit(page, "write_access_requested", { status: "allowed" });
    await expect.poll(() => person.profile.settings.notifications.news).toBe(true);
  });

  test("data is deleted only after the word has been typed", async () => {
    await using api = await startFakeApi({ players: 12, me: 7, person: somebody() });
    await using app = await openApp(browser, api.url, { telegram, path: "/settings" });
    const { page } = app;
    await page.getByRole("button", { name: "Delete my data" }).click();
    const button = page.getByRole("button", { name: "Delete for ever" });
    expect(await button.isDisabled()).toBe(true);
    await page.getByLabel(/^Type/).fill("Delete");
    await button.click();
    await page.getByText("Your data has been deleted").waitFor();
    expect(api.requests).toContain("DELETE /api/v1/me");
  });
});

test("a provisional result can be questioned from its race", async () => {
  const person = somebody();
  await using api = await startFakeApi({ players: 12, me: 7, person, race: { status: "provisional" } });
  await using app = await openApp(browser, api.url, { telegram });
  const { page } = app;
  await page.getByText("Is something wrong?").click();
  await page.getByLabel("What is wrong with the result?").fill("A wager is missing.");
  await emit(page, "main_button_pressed");
  await page.getByText("Your question has been received").waitFor();
  expect(person.disputes[0]?.text).toBe("A wager is missing.");
});
