import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { launchBrowser } from "../_browser.js";
import { startTestApi, type TestApi } from "./_api.js";

let api: TestApi;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "goatedvips-framed-"));
  await writeFile(join(folder, "index.html"), "<!doctype html><title>App</title><p id=app>here</p>");
  api = await startTestApi({ config: { miniAppDir: folder, sandboxOrigin: "http://sandbox.example:3002" } });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

/** A page of another origin that frames ours; only the outer page is made up, the frame asks the real server. */
async function frameIn(origin: string): Promise<{ page: Page; shown: string }> {
  const page = await browser.newPage();
  await page.route(`${origin}/**`, (route) =>
    route.fulfill({ contentType: "text/html", body: `<iframe src="${api.url}/" width=300 height=200></iframe>` }),
  );
  await page.goto(`${origin}/`, { waitUntil: "load" });
  const frame = page.frames()[1];
  const shown = (await frame
    ?.evaluate("document.getElementById('app')?.textContent ?? 'refused'")
    .catch(() => "refused")) as string;
  return { page, shown };
}

describe("in a real browser", () => {
  test.each([
    ["https://web.telegram.org", "here"],
    ["https://k.telegram.org", "here"],
    ["http://sandbox.example:3002", "here"],
    ["https://evil.example", "refused"],
    ["https://telegram.org.evil.example", "refused"],
  ])("the Mini App framed by %s is %s", async (origin, expected) => {
    const { page, shown } = await frameIn(origin);
    expect(shown).toBe(expected);
    await page.close();
  });

  test("the documentation opens, folds out, fits a phone and asks nobody else for anything", async () => {
    const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
    const asked: string[] = [];
    const complaints: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).host));
    page.on("console", (message) => complaints.push(message.text()));
    await page.goto(`${api.url}/api/v1/docs`);
    await page.click("#getRacesIdStandings summary");
    expect(await page.isVisible("#getRacesIdStandings table")).toBe(true);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    // The style was applied: its hash in the policy is right.
    expect(await page.evaluate("getComputedStyle(document.querySelector('details')).borderTopWidth")).toBe("1px");
    expect([...new Set(asked)]).toEqual([new URL(api.url).host]);
    expect(complaints.filter((text) => !text.includes("favicon"))).toEqual([]);
    await page.close();
  });
});
