import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const INSTALLED = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/usr/bin/chromium-browser"];

/**
 * Chromium with its web security on. The packaged build's own argument list is left out on purpose: it turns web
 * security off, which would hide faults between the page and a Mini App on another origin, and its
 * `--single-process` ends the browser when a context closes.
 */
export async function launchChromium(): Promise<Browser> {
  const installed = INSTALLED.find((path) => existsSync(path));
  const { default: packaged } = await import("@sparticuz/chromium");
  return chromium.launch({
    executablePath: installed ?? (await packaged.executablePath()),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
