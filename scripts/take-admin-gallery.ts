// Every page of the administrators, light and dark, phone and desktop, full and empty, of the running product:
// tsx scripts/take-admin-gallery.ts [light or dark]. Pictures and their page go to docs/gallery/.
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { projectRoot } from "../project-root.js";
import { startProcess } from "../tests/_product.js";
import { makeAdminScene, OWNER, type AdminScene } from "../tests/miniapp/_admin-scene.js";
import { openAs } from "../tests/miniapp/_signed-in.js";
import { THEMES } from "../tests/miniapp/_themes.js";
import { launchForPictures } from "./gallery/browser.js";
import { wearFonts } from "./gallery/fonts.js";
import { makePolledSource, POLLED } from "./gallery/polled-source.js";

/** A page of pictures must load on a phone: JPEG at 70 stays below 60 KB. */
const QUALITY = 70;
const MOST_BYTES = 60_000;
const SETTLED_MS = 700;
/** Wider than high is cut here: lists have no end. */
const MOST_HEIGHT = 1_600;
const FOLDER = join(projectRoot, "docs", "gallery");

const THEME = { light: THEMES.iosLight, dark: THEMES.iosDark } as const;
const WINDOW = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;
const LOOKS = [
  ["light", "phone"],
  ["dark", "phone"],
  ["light", "desktop"],
  ["dark", "desktop"],
] as const;
type Look = (typeof LOOKS)[number];

/** Before anything has happened. */
const EMPTY: Record<string, string> = {
  "admin-empty": "/admin",
  "admin-payouts-empty": "/admin/payouts",
  "admin-letters-empty": "/admin/dead-letters",
  "admin-groups-empty": "/admin/groups",
};

function pagesOf({ settling, provisional, final, draft }: AdminScene): Record<string, string> {
  return {
    admin: "/admin",
    "admin-races": "/admin/races",
    "admin-race-new": "/admin/races/new",
    "admin-race-draft": `/admin/races/${draft}`,
    "admin-race-settling": `/admin/races/${settling}`,
    "admin-race-provisional": `/admin/races/${provisional}`,
    "admin-explain": `/admin/races/${final}/players/p2`,
    "admin-payouts": "/admin/payouts",
    "admin-rewards": "/admin/rewards",
    "admin-drops": "/admin/rewards?show=drops",
    "admin-milestones": "/admin/rewards?show=milestones",
    "admin-raffles": "/admin/rewards?show=raffles",
    "admin-players": "/admin/players",
    "admin-player": "/admin/players/p2",
    "admin-people": "/admin/people",
    "admin-person": "/admin/people/200002",
    "admin-links": "/admin/links",
    "admin-disputes": "/admin/disputes",
    "admin-adjustments": "/admin/adjustments",
    "admin-exclusions": "/admin/exclusions",
    "admin-sources": "/admin/sources",
    "admin-source": "/admin/sources/quiet-casino",
    "admin-source-polled": `/admin/sources/${POLLED}`,
    "admin-letters": "/admin/dead-letters",
    "admin-broadcasts": "/admin/broadcasts",
    "admin-keys": "/admin/keys",
    "admin-audit": "/admin/audit",
  };
}

/** One window goes from page to page, as an administrator does. */
async function take(browser: Browser, url: string, pages: Record<string, string>, [theme, size]: Look): Promise<void> {
  const { width, height } = WINDOW[size];
  await using app = await openAs(browser, url, {
    person: OWNER,
    path: "/admin",
    telegram: { theme: THEME[theme] },
    context: { viewport: { width, height }, colorScheme: theme, bypassCSP: true },
  });
  const { page, problems } = app;
  await wearFonts(page);
  for (const [name, path] of Object.entries(pages)) {
    await page.evaluate(`history.pushState(null, "", ${JSON.stringify(path)})`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await page.locator(".bones").first().waitFor({ state: "detached" });
    // Pictures in mid-animation lie about the layout.
    await page.waitForTimeout(SETTLED_MS);
    const whole = await page.evaluate<number>("document.documentElement.scrollHeight");
    const clip = { x: 0, y: 0, width, height: Math.min(Math.max(whole, height), MOST_HEIGHT) };
    const file = join(FOLDER, `${name}-${size}-${theme}.jpg`);
    for (let quality = QUALITY; quality > 20; quality -= 10) {
      await page.screenshot({ path: file, type: "jpeg", quality, fullPage: true, clip });
      if (statSync(file).size <= MOST_BYTES) break;
    }
    if (problems.length > 0) throw new Error(`${file}: ${problems.join(" | ")}`);
  }
  console.log(`${size} ${theme}: ${Object.keys(pages).length} pages`);
}

function list(pages: Record<string, string>): string {
  const parts = Object.entries(pages).map(([name, path]) => {
    const files = LOOKS.map(([theme, size]) => `${name}-${size}-${theme}.jpg`);
    const pictures = files.map((file) => `<img src="${file}" alt="${file}" height="320">`).join("\n");
    return `## \`${path.replace(/races\/\w{10}/, "races/:id")}\`\n\n${pictures}\n`;
  });
  const how = "made by `npx tsx scripts/take-admin-gallery.ts` from the running product";
  return `# Gallery of the administration\n\nEvery page with invented players, ${how}.\n\n${parts.join("\n")}`;
}

const looks = LOOKS.filter(([theme]) => process.argv[2] === undefined || process.argv[2] === theme);
mkdirSync(FOLDER, { recursive: true });
const browser = await launchForPictures();
const product = await startProcess({});
try {
  for (const look of looks) await take(browser, product.api, EMPTY, look);
  const pages = pagesOf(await makeAdminScene(product));
  await makePolledSource(product);
  for (const look of looks) await take(browser, product.api, pages, look);
  writeFileSync(join(FOLDER, "administration.md"), list({ ...pages, ...EMPTY }));
} finally {
  await browser.close();
  await product[Symbol.asyncDispose]();
}
