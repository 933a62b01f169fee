import { build } from "esbuild";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchHash, type HostOptions, type LaunchOptions } from "../../miniapp/testing/_launch.js";
import { projectRoot } from "../../project-root.js";

export interface OpenOptions {
  /** Inside Telegram's native bridge; without it an ordinary browser. */
  telegram?: HostOptions & LaunchOptions;
  path?: string;
  context?: BrowserContextOptions;
  /** Does not wait for anything. */
  isBare?: boolean;
}

export interface OpenPage extends AsyncDisposable {
  page: Page;
  /** Errors of the page, violations of the policy included. */
  problems: string[];
}

let hostScript: Promise<string> | undefined;

/** The host as one script for the page; built once. */
function hostSource(): Promise<string> {
  hostScript ??= build({
    entryPoints: [join(projectRoot, "miniapp/testing/_bridge-host.ts")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "bridge",
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? "");
  return hostScript;
}

export const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };

/** Opens the built app as a top-level page: with a host, the native path of the SDK. */
export async function openApp(
  browser: Pick<Browser, "newContext">,
  url: string,
  options: OpenOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({ locale: "en-US", timezoneId: "UTC", ...PHONE, ...options.context });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    // Refused requests are the tests' own doing.
    if (message.type() === "error" && !/Failed to load resource|WebSocket connection/.test(message.text())) {
      problems.push(message.text());
    }
  });
  let hash = "";
  if (options.telegram !== undefined) {
    const source = await hostSource();
    await page.addInitScript(`${source};bridge.installBridgeHost(${JSON.stringify(options.telegram)});`);
    hash = launchHash(options.telegram);
  }
  await page.goto(`${url}${options.path ?? "/"}${hash}`);
  if (options.isBare !== true) await page.locator("#root [role=status], #root main").first().waitFor();
  return { page, problems, [Symbol.asyncDispose]: () => context.close() };
}

// Scripts for the page are text: the tests are checked without the browser's types, which would leak into all of them.

/** Sends an event as Telegram would. */
export async function emit(page: Page, type: string, data?: unknown): Promise<void> {
  await page.evaluate(`window.bridgeHost.emit(${JSON.stringify(type)}, ${JSON.stringify(data) ?? "undefined"})`);
}

/** What the app has asked of Telegram under this name, oldest first. */
export function posted(page: Page, type: string): Promise<unknown[]> {
  return page.evaluate(
    `window.bridgeHost.posted.filter((event) => event.type === ${JSON.stringify(type)}).map(({ data }) => data)`,
  );
}
