import type { Browser, Page } from "playwright-core";
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

const telegram = { theme: THEMES.iosLight };

async function openPlaceSheet(page: Page): Promise<void> {
  await page.getByRole("region", { name: "Your place" }).getByRole("button", { name: "Share" }).click();
  await page.getByRole("dialog", { name: "Share your place" }).waitFor();
}

describe("sharing", () => {
  test("sends a message that the server prepared, and then offers the home screen once", async () => {
    await using api = await startFakeApi({ players: 12, me: 7 });
    await using app = await openApp(browser, api.url, { telegram });
    const { page, problems } = app;
    await openPlaceSheet(page);
    const send = page.getByRole("button", { name: "Send to a chat" });
    await send.click();
    await expect.poll(() => posted(page, "web_app_send_prepared_message")).toEqual([{ id: "prepared1" }]);
    expect(await send.isDisabled()).toBe(true);
    await emit(page, "prepared_message_sent");
    await page.getByText("Sent.").waitFor();
    await expect.poll(() => posted(page, "web_app_check_home_screen")).toHaveLength(1);
    await emit(page, "home_screen_checked", { status: "missed" });
    await page.getByRole("button", { name: "Add to the home screen" }).click();
    await expect.poll(() => posted(page, "web_app_add_to_home_screen")).toHaveLength(1);
    await emit(page, "home_screen_added");
    await send.click();
    await expect.poll(() => posted(page, "web_app_send_prepared_message")).toHaveLength(2);
    await emit(page, "prepared_message_sent");
    await expect.poll(() => send.isDisabled()).toBe(false);
    expect(await posted(page, "web_app_check_home_screen")).toHaveLength(1);
    expect(problems).toEqual([]);
  });

  test("a message that was declined can be sent again; one that failed gives way to a link", async () => {
    await using api = await startFakeApi({ players: 12, me: 7 });
    await using app = await openApp(browser, api.url, { telegram });
    const { page } = app;
    await openPlaceSheet(page);
    const send = page.getByRole("button", { name: "Send to a chat" });
    await send.click();
    await expect.poll(() => posted(page, "web_app_send_prepared_message")).toHaveLength(1);
    await emit(page, "prepared_message_failed", { error: "USER_DECLINED" });
    await page.getByText("Not sent.").waitFor();
    await send.click();
    await expect.poll(() => posted(page, "web_app_send_prepared_message")).toHaveLength(2);
    await emit(page, "prepared_message_failed", { error: "MESSAGE_EXPIRED" });
    await page.getByText("The link still works").waitFor();
    await page.getByRole("button", { name: "Send a link" }).click();
    await expect.poll(() => posted(page, "web_app_open_tg_link")).toHaveLength(1);
    const [{ path_full: path }] = (await posted(page, "web_app_open_tg_link")) as [{ path_full: string }];
    expect(path).toMatch(
      /^\/share\/url\?url=https%3A%2F%2Ft\.me%2Fgoat_race_bot%3Fstartapp%3Dv1_race_Race000001&text=/,
    );
  });

  test("a story gets the picture of the race by its public address", async () => {
    await using api = await startFakeApi({ players: 12, me: 7 });
    await using app = await openApp(browser, api.url, { telegram });
    const { page } = app;
    await page.locator(".hero").getByRole("button", { name: "Share" }).click();
    await page.getByRole("img", { name: "The picture others will see" }).waitFor();
    await expect.poll(() => page.evaluate("document.querySelector('.sheet__picture img').naturalWidth")).toBe(1200);
    await page.getByRole("button", { name: "Post as a story" }).click();
    // Without Premium a story takes no link.
    await expect
      .poll(() => posted(page, "web_app_share_to_story"))
      .toEqual([{ media_url: "https://goat.example/og/race/Race000001.jpg", text: "Place 7 in November Sprint" }]);
  });

  test("a client from before all that passes on a link, and Telegram's back button closes the sheet", async () => {
    await using api = await startFakeApi({ players: 12, me: 7 });
    await using app = await openApp(browser, api.url, { telegram: { ...telegram, version: "6.9" } });
    const { page } = app;
    await openPlaceSheet(page);
    await page.getByRole("button", { name: "Send a link" }).waitFor();
    expect(await page.getByRole("button", { name: /Send to a chat|Post as a story/ }).count()).toBe(0);
    await emit(page, "back_button_pressed");
    await page.getByRole("dialog").waitFor({ state: "detached" });
  });

  test("outside Telegram there is nobody to share as", async () => {
    await using api = await startFakeApi({ players: 12 });
    await using app = await openApp(browser, api.url);
    await app.page.getByText("Open in Telegram").waitFor();
    expect(await app.page.getByRole("button", { name: "Share" }).count()).toBe(0);
  });
});
