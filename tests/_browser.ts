import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"];
/** Without these Chromium calls home at every start, and each refused connection costs time. */
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--hide-scrollbars",
];

/**
 * Where a real Chromium is: an installed one, else the one inside a package. That one is made for AWS Lambda: told that it
 * runs there, it also unpacks the libraries (NSS) that a bare machine lacks.
 */
export async function browserPath(): Promise<string> {
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed !== undefined) return installed;
  process.env["AWS_EXECUTION_ENV"] ??= "AWS_Lambda_nodejs20.x";
  const { default: packaged } = await import("@sparticuz/chromium");
  return packaged.executablePath();
}

/** The package's own flags are left out: they turn off web security and site isolation, which the tests need. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await browserPath(), args: QUIET });
}

/** A browser of its own that keeps what it stores in `folder`, for the one context that is asked of it. */
export async function browserWithProfile(folder: string): Promise<Pick<Browser, "newContext">> {
  const executablePath = await browserPath();
  return {
    newContext: (options) => chromium.launchPersistentContext(folder, { ...options, executablePath, args: QUIET }),
  };
}
