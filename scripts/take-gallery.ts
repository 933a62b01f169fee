// Every page of the Mini App, light and dark, phone and desktop, full and empty: npm run gallery [-- part of a name]
// Pictures and their page go to docs/gallery/. Needs a system font with emoji for a faithful look.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { projectRoot } from "../project-root.js";
import { buildApp } from "../tests/miniapp/_built.js";
import { openApp, type OpenOptions } from "../tests/miniapp/_page.js";
import { THEMES } from "../tests/miniapp/_themes.js";
import { launchForPictures } from "./gallery/browser.js";
import { wearFonts } from "./gallery/fonts.js";
import { pack } from "./gallery/pack.js";
import { PLAYER_SHOTS as SHOTS } from "./gallery/player-shots.js";
import { ALL_LOOKS, WINDOWS, type Look, type Shot } from "./gallery/shot.js";

/** Pictures in mid-animation lie about the layout. */
const SETTLED_MS = 1_200;
const FOLDER = join(projectRoot, "docs", "gallery");
const THEME = { light: THEMES.iosLight, dark: THEMES.iosDark } as const;

async function take(browser: Browser, name: string, shot: Shot, [size, theme]: Look): Promise<string> {
  await using served = await shot.open();
  const options: OpenOptions = {
    path: shot.path,
    context: {
      viewport: WINDOWS[size],
      colorScheme: theme,
      bypassCSP: true,
      // Sharp on a phone; a desktop's window is wide enough.
      deviceScaleFactor: size === "desktop" ? 1 : 1.5,
    },
    ...(shot.isOutside === true ? {} : { telegram: { theme: THEME[theme] } }),
  };
  await using app = await openApp(browser, served.url, options);
  await wearFonts(app.page);
  await app.page.locator(shot.there).first().waitFor();
  await shot.prepare?.(app.page);
  await app.page.waitForTimeout(SETTLED_MS);
  const picture = await app.page.screenshot({ fullPage: shot.isWhole ?? false });
  const file = `${name}-${size}-${theme}.webp`;
  if (app.problems.length > 0 && shot.mayComplain !== true) throw new Error(`${file}: ${app.problems.join(" | ")}`);
  writeFileSync(join(FOLDER, file), await pack(picture));
  return file;
}

function page(): string {
  const files = readdirSync(FOLDER);
  const parts = Object.entries(SHOTS).map(([name, { title, looks = ALL_LOOKS }]) => {
    const pictures = looks
      .map(([size, theme]) => `${name}-${size}-${theme}.webp`)
      .filter((file) => files.includes(file))
      .map((file) => `<a href="${file}"><img src="${file}" alt="${title}: ${file}" height="320"></a>`);
    return `## ${title}\n\n${pictures.join("\n")}\n`;
  });
  return `# Gallery\n\nEvery page of the Mini App with invented players, made by \`npm run gallery\`. Beside it: [administration](administration.md), [the bot in a chat](chat.md).\n\n${parts.join("\n")}`;
}

const part = process.argv[2] ?? "";
mkdirSync(FOLDER, { recursive: true });
// The other scripts' pictures: of administration JPEGs beside these, of the chat in a folder below.
const ownPictures = readdirSync(FOLDER).filter((file) => file.endsWith(".webp"));
if (part === "") for (const file of ownPictures) rmSync(join(FOLDER, file));
buildApp();
const browser = await launchForPictures();
try {
  for (const [name, shot] of Object.entries(SHOTS)) {
    if (!name.includes(part)) continue;
    const files: string[] = [];
    for (const look of shot.looks ?? ALL_LOOKS) files.push(await take(browser, name, shot, look));
    console.log(files.join(" "));
  }
} finally {
  await browser.close();
}
writeFileSync(join(FOLDER, "README.md"), page());
