import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const packages = createRequire(import.meta.url);
const ORIGIN = "https://emoji.gallery.example";
const SCRIPT = new URL("draw-emoji.mjs", import.meta.url);

/**
 * Puts drawings in the place of a page's emoji, as the pictures of the bot do: bare machines have no font for them. To be
 * called last, right before the picture, because what is drawn here does not follow the page any more. The page must have
 * been opened without its policy (`bypassCSP`).
 */
export async function wearEmoji(page: Page): Promise<void> {
  await page.route(`${ORIGIN}/**`, async (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    const body = await drawing(name).catch(() => undefined);
    await (body === undefined ? route.abort() : route.fulfill({ body, contentType: "image/svg+xml" }));
  });
  const script = (await readFile(SCRIPT, "utf8")).replace("export async", "async");
  await Promise.all(
    page.frames().map((frame) => frame.evaluate(`(${script.slice(script.indexOf("async"))})("${ORIGIN}")`)),
  );
}

/** Plus, minus, times and divided by: drawn almost black, which nobody sees on a dark button. */
const SIGNS = new Set(["2795.svg", "2796.svg", "2716.svg", "2797.svg"]);

async function drawing(name: string): Promise<string> {
  const svg = await readFile(packages.resolve(`@twemoji/svg/${name}`), "utf8");
  return SIGNS.has(name) ? svg.replaceAll("#31373D", "#A9B8C4") : svg;
}
