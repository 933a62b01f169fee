import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "../_browser.js";
import { buildApp } from "./_built.js";
import { startFakeApi } from "./_fake-api.js";
import { openApp } from "./_page.js";
import { RECEIPT, RESULT, withChangedDigit, withResult } from "./_results.js";
import { THEMES } from "./_themes.js";

let browser: Browser;
const path = "/races/sGGztQrqRP/verify";
const telegram = { theme: THEMES.iosLight };

beforeAll(async () => {
  buildApp();
  browser = await launchBrowser();
}, 60_000);

afterAll(() => browser.close());

test("the published file is checked in the browser, point by point", async () => {
  await using api = await startFakeApi(withResult);
  await using app = await openApp(browser, api.url, { telegram, path });
  const { page, problems } = app;
  await page.getByRole("heading", { name: "The result holds" }).waitFor();
  expect(await page.locator(".check--good").count()).toBe(10);
  expect(await page.locator(".check--bad").count()).toBe(0);
  expect(await page.locator(".facts__hash").innerText()).toBe(JSON.parse(RESULT).documentHash);
  expect(problems).toEqual([]);
});

test("one changed digit in a file somebody pastes is found and shown beside the published one", async () => {
  await using api = await startFakeApi(withResult);
  await using app = await openApp(browser, api.url, { path });
  const { page } = app;
  await page.getByRole("button", { name: "Paste text" }).click();
  await page.getByRole("textbox").fill(withChangedDigit());
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.getByRole("heading", { name: "The file does not hold" }).waitFor();
  expect(await page.locator(".check--bad").count()).toBeGreaterThan(1);
  const difference = page.getByRole("alert");
  await difference.getByText(/› score/).waitFor();
  expect(await difference.locator("mark").allInnerTexts()).toHaveLength(2);
  await page.getByRole("button", { name: "Back to the published file" }).click();
  await page.getByRole("heading", { name: "The result holds" }).waitFor();
});

test("the published file itself, chosen from the device, is recognised letter for letter", async () => {
  await using api = await startFakeApi(withResult);
  await using app = await openApp(browser, api.url, { path });
  const { page } = app;
  await page.getByRole("heading", { name: "The result holds" }).waitFor();
  const file = { name: "result.json", mimeType: "application/json", buffer: Buffer.from(RESULT) };
  await page.locator("input[type=file]").setInputFiles(file);
  await page.getByText("letter for letter").waitFor();
  await page.locator("input[type=file]").setInputFiles({ ...file, buffer: Buffer.from("{}") });
  await page.getByText("neither a result file nor a receipt").waitFor();
  expect(api.requests.filter((request) => !request.startsWith("GET"))).toEqual([]);
});

test("a player proves his own entries with one press", async () => {
  await using api = await startFakeApi({ ...withResult, me: 1, receipt: RECEIPT });
  await using app = await openApp(browser, api.url, { telegram, path });
  const { page } = app;
  await page.locator(".my-receipt").getByRole("button", { name: "Check" }).click();
  await page.getByRole("heading", { name: "Your entries are in the result" }).waitFor();
  expect(api.requests).toContain("GET /api/v1/me/receipt?race=sGGztQrqRP&version=2");
});

test("before the result there is a calm word instead of a check", async () => {
  const { result: _, ...rest } = withResult;
  await using api = await startFakeApi(rest);
  await using app = await openApp(browser, api.url, { path });
  await app.page.getByRole("heading", { name: "No result yet" }).waitFor();
  expect(await app.page.locator(".own-file").count()).toBe(0);
});

test("a result too large for a phone is not loaded", async () => {
  await using api = await startFakeApi({ ...withResult, players: 20_001 });
  await using app = await openApp(browser, api.url, { path });
  await app.page.getByRole("heading", { name: "A file for a computer" }).waitFor();
  expect(api.requests.filter((request) => request.endsWith("/results"))).toEqual([]);
});
