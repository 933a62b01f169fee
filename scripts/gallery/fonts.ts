import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";

const packages = createRequire(import.meta.url);
const ORIGIN = "https://fonts.gallery.example";
const FAMILY = "Of the phone";
/** The last one wins where two have the same sign: Chinese brings wide quotation marks of its own. */
const FACES = ["noto-sans-sc", "noto-sans-hebrew", "noto-sans-arabic", "inter"] as const;

/**
 * Dresses a page and what is framed in it in the fonts of the pictures, as a phone would have its own: bare machines have
 * none that people know, and none for Hebrew or Chinese. The page must have been opened without its policy (`bypassCSP`),
 * which forbids it.
 */
export async function wearFonts(page: Page): Promise<void> {
  await page.route(`${ORIGIN}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname.slice(1);
    const body = await readFile(packages.resolve(`@fontsource-variable/${path}`));
    await route.fulfill({ body, contentType: "font/woff2", headers: { "access-control-allow-origin": "*" } });
  });
  const sheets = await Promise.all(FACES.map(sheetOf));
  // In place of the system's own font, which no sheet can bring.
  const worn = `body { font-family: "${FAMILY}", system-ui, sans-serif !important; }`;
  for (const frame of page.frames()) {
    await frame.addStyleTag({ content: [...sheets, worn].join("\n") });
    await frame.evaluate("document.fonts.ready.then(() => undefined)");
  }
}

async function sheetOf(face: (typeof FACES)[number]): Promise<string> {
  const sheet = packages.resolve(`@fontsource-variable/${face}/index.css`);
  const css = await readFile(join(dirname(sheet), "index.css"), "utf8");
  return css
    .replaceAll(/font-family: '[^']*'/g, `font-family: '${FAMILY}'`)
    .replaceAll("url(./", `url(${ORIGIN}/${face}/`);
}
