// Every page of the Mini App, light and dark, phone and desktop, full and empty: tsx scripts/take-gallery.ts [part of a name]
// Pictures and their page go to docs/gallery/. Needs a system font with emoji for a faithful look.
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser } from "playwright-core";
import { projectRoot } from "../project-root.js";
import { browserPath } from "../tests/_browser.js";
import { makeRace } from "../tests/miniapp/_boards.js";
import { buildApp } from "../tests/miniapp/_built.js";
import { startFakeApi, type FakeOptions } from "../tests/miniapp/_fake-api.js";
import { openApp, type OpenOptions } from "../tests/miniapp/_page.js";
import { newcomer, somebody } from "../tests/miniapp/_person.js";
import { withChangedDigit, withResult } from "../tests/miniapp/_results.js";
import { THEMES } from "../tests/miniapp/_themes.js";

interface Shot {
  title: string;
  path: string;
  fake: () => FakeOptions;
  /** What shows that the page is there. */
  there: string;
  /** Taken whole instead of one window of it. */
  isWhole?: boolean;
  isOutside?: boolean;
}

const HOUR_MS = 3_600_000;
/** A page of pictures must load on a phone: JPEG at 70 stays below 60 KB. */
const QUALITY = 70;
const MOST_BYTES = 60_000;
const SETTLED_MS = 1_500;
const FOLDER = join(projectRoot, "docs", "gallery");

const month = (first: string, next: string) => ({
  startsAt: `${first}T00:00:00.000Z`,
  endsAt: `${next}T00:00:00.000Z`,
});
const OTHER_RACES = [
  makeRace({ ...month("2026-12-01", "2027-01-01"), id: "Race000002", title: "December Marathon", status: "scheduled" }),
  makeRace({ ...month("2026-10-01", "2026-11-01"), id: "Race000003", title: "October Sprint", status: "paid" }),
  makeRace({ ...month("2026-09-01", "2026-09-08"), id: "Race000004", title: "Broken Week", status: "void" }),
];
const verify = `/races/${withResult.race?.id}/verify`;
const me = (): FakeOptions => ({ players: 12, me: 7, person: somebody() });
const scheduled = (): FakeOptions => ({
  players: 0,
  me: 3,
  race: { status: "scheduled", startsAt: new Date(Date.now() + 25 * HOUR_MS).toISOString() },
});

const SHOTS: Record<string, Shot> = {
  race: { title: "Race", path: "/", fake: () => ({ players: 40, me: 7 }), there: "[data-testid=my-place]" },
  "race-empty": { title: "Race before its start", path: "/", fake: scheduled, there: ".countdown" },
  "race-final": {
    title: "Race with its result",
    path: "/",
    fake: () => ({ players: 30, me: 2, race: { status: "final" } }),
    there: "[data-testid=my-place]",
  },
  "race-public": {
    title: "Outside Telegram",
    path: "/",
    fake: () => ({ players: 40 }),
    there: ".mine__hint",
    isOutside: true,
  },
  "no-race": { title: "No race", path: "/", fake: () => ({ hasCurrent: false }), there: ".notice" },
  races: {
    title: "Races",
    path: "/races",
    fake: () => ({ players: 12, otherRaces: OTHER_RACES }),
    there: ".race-link",
  },
  leaderboard: {
    title: "Leaderboard",
    path: "/leaderboards/week",
    fake: () => ({ players: 30, me: 5 }),
    there: ".row",
  },
  me: { title: "Own page", path: "/me", fake: me, there: ".chart", isWhole: true },
  "me-empty": {
    title: "A newcomer's own page",
    path: "/me",
    fake: () => ({ players: 12, me: null, person: newcomer() }),
    there: ".links .button",
  },
  settings: { title: "Settings", path: "/settings", fake: me, there: ".switch", isWhole: true },
  rewards: { title: "Rewards", path: "/rewards", fake: me, there: ".won" },
  verify: { title: "Check of a result", path: verify, fake: () => ({ ...withResult, me: 1 }), there: ".check" },
  "verify-bad": {
    title: "A changed digit",
    path: verify,
    fake: () => ({ ...withResult, result: withChangedDigit() }),
    there: ".check--bad",
  },
  embed: {
    title: "Overlay for streams",
    path: "/embed/race/Race000001?rows=8",
    fake: () => ({ players: 12 }),
    there: ".embed__row",
    isOutside: true,
  },
};

const THEME = { light: THEMES.iosLight, dark: THEMES.iosDark } as const;
const WINDOW = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;

type Look = readonly [theme: keyof typeof THEME, size: keyof typeof WINDOW];
const LOOKS: readonly Look[] = [
  ["light", "phone"],
  ["dark", "phone"],
  ["light", "desktop"],
  ["dark", "desktop"],
];

async function take(browser: Browser, name: string, shot: Shot, [theme, size]: Look): Promise<string> {
  await using api = await startFakeApi(shot.fake());
  const options: OpenOptions = {
    path: shot.path,
    context: { viewport: WINDOW[size], colorScheme: theme },
    ...(shot.isOutside === true ? {} : { telegram: { theme: THEME[theme] } }),
  };
  await using app = await openApp(browser, api.url, options);
  await app.page.locator(shot.there).first().waitFor();
  // Pictures in mid-animation lie about the layout.
  await app.page.waitForTimeout(SETTLED_MS);
  const file = `${name}-${size}-${theme}.jpg`;
  const path = join(FOLDER, file);
  const isWhole = shot.isWhole ?? false;
  for (let quality = QUALITY; quality > 20; quality -= 10) {
    await app.page.screenshot({ path, type: "jpeg", quality, fullPage: isWhole });
    if (statSync(path).size <= MOST_BYTES) break;
  }
  if (app.problems.length > 0) throw new Error(`${file}: ${app.problems.join(" | ")}`);
  return file;
}

function page(taken: ReadonlyMap<string, string[]>): string {
  const parts = [...taken].map(([name, files]) => {
    const pictures = files.map((file) => `<img src="${file}" alt="${file}" height="320">`).join("\n");
    return `## ${SHOTS[name]?.title ?? name}\n\n${pictures}\n`;
  });
  return `# Gallery\n\nEvery page of the Mini App with invented players, made by \`npm run gallery\`.\n\n${parts.join("\n")}`;
}

const part = process.argv[2] ?? "";
mkdirSync(FOLDER, { recursive: true });
buildApp();
const executablePath = await browserPath();
// The packaged browser brings its own few fonts; these pictures want the system's.
delete process.env["FONTCONFIG_PATH"];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"] });
const taken = new Map<string, string[]>();
try {
  for (const [name, shot] of Object.entries(SHOTS)) {
    if (!name.includes(part)) continue;
    const files: string[] = [];
    for (const look of LOOKS) files.push(await take(browser, name, shot, look));
    taken.set(name, files);
    console.log(files.join(" "));
  }
} finally {
  await browser.close();
}
if (part === "") writeFileSync(join(FOLDER, "README.md"), page(taken));
