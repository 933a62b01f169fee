// Pictures of every state of the built Mini App, for looking at: tsx tests/miniapp/_look.ts FOLDER [part of a name]
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { launchBrowser } from "../_browser.js";
import { makeRace } from "./_boards.js";
import { buildApp } from "./_built.js";
import { startFakeApi, type FakeApi, type FakeOptions } from "./_fake-api.js";
import { openApp, type OpenOptions } from "./_page.js";
import { newcomer, somebody } from "./_person.js";
import { LANES } from "./_rewards.js";
import { withChangedDigit, withResult } from "./_results.js";
import { THEMES } from "./_themes.js";

interface Look extends OpenOptions {
  fake: FakeOptions;
  act?: (page: Page, api: FakeApi) => Promise<void>;
}

const HOUR_MS = 3_600_000;
const light = { theme: THEMES.iosLight, safeArea: { top: 47, bottom: 34, left: 0, right: 0 } };
const dark = { theme: THEMES.iosDark };
const small = { viewport: { width: 320, height: 568 } };
const desktop = { viewport: { width: 1280, height: 800 } };
const fromNow = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString();
const month = (first: string, next: string) => ({
  startsAt: `${first}T00:00:00.000Z`,
  endsAt: `${next}T00:00:00.000Z`,
});

const OTHER_RACES = [
  makeRace({
    ...month("2026-12-01", "2027-01-01"),
    id: "Race000002",
    title: "December Marathon: the long and very tall one",
    status: "scheduled",
    prizePool: "10000.00",
  }),
  makeRace({
    ...month("2026-10-01", "2026-11-01"),
    id: "Race000003",
    title: "October Sprint",
    status: "paid",
    players: 214,
  }),
  makeRace({
    ...month("2026-09-01", "2026-09-08"),
    id: "Race000004",
    title: "Broken Week",
    status: "void",
    players: 1,
  }),
];

async function turnRightToLeft(page: Page): Promise<void> {
  await page.evaluate("document.documentElement.dir = 'rtl'");
}

async function openDetails(page: Page): Promise<void> {
  for (const row of await page.locator("summary").all()) await row.click();
}

/** In the middle of a change of ranks: the glide takes 420 ms. */
async function overtake(page: Page, api: FakeApi): Promise<void> {
  await page.evaluate("window.scrollTo(0, 420)");
  await page.locator(".mine").waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  api.wager(9, 14_000_000_000n);
  await page.locator(".row__rank", { hasText: "8" }).waitFor();
  await page.waitForTimeout(120);
}

const LOOKS: Record<string, Look> = {
  "phone-light": { fake: { players: 12, me: 7 }, telegram: light },
  "phone-dark": { fake: { players: 12, me: 7 }, telegram: dark },
  "phone-german": { fake: { players: 12, me: 7 }, telegram: { ...light, languageCode: "de" } },
  "phone-empty": { fake: { players: 0, me: null }, telegram: light },
  "phone-three": { fake: { players: 3, me: 2 }, telegram: dark },
  "phone-guest": { fake: { players: 40 }, context: { colorScheme: "dark" } },
  "phone-scheduled": {
    fake: { players: 0, me: 3, race: { status: "scheduled", startsAt: fromNow(25) } },
    telegram: dark,
  },
  "phone-final": { fake: { players: 30, me: 2, race: { status: "final", endsAt: fromNow(-25) } }, telegram: light },
  "phone-expired": { fake: { players: 12, signIn: "expired" }, telegram: dark },
  "phone-no-race": { fake: { hasCurrent: false }, telegram: light },
  "phone-moving": { fake: { players: 12, me: 7 }, telegram: light, act: overtake },
  "phone-right-to-left": { fake: { players: 12, me: 7 }, telegram: light, act: turnRightToLeft },
  "phone-odd-theme": { fake: { players: 12, me: 11 }, telegram: { theme: THEMES.odd } },
  "phone-old-client": { fake: { players: 12, me: 8 }, telegram: { theme: THEMES.old, version: "6.0" } },
  "phone-leaderboard": { fake: { players: 30, me: 5 }, telegram: light, path: "/leaderboards/week" },
  "phone-races": { fake: { players: 12, otherRaces: OTHER_RACES }, telegram: light, path: "/races" },
  "phone-verify": { fake: { ...withResult, me: 1 }, telegram: light, path: "/races/sGGztQrqRP/verify" },
  "phone-verify-bad": {
    fake: { ...withResult, result: withChangedDigit() },
    telegram: dark,
    path: "/races/sGGztQrqRP/verify",
  },
  "phone-lanes-details": { fake: { players: 12, me: 7, race: { lanes: LANES } }, telegram: light, act: openDetails },
  "small-lanes-details": {
    fake: { players: 12, me: 7, race: { lanes: LANES } },
    telegram: { ...dark, languageCode: "de" },
    act: openDetails,
    context: small,
  },
  "phone-details": { fake: { players: 12, me: 6 }, telegram: light, act: openDetails },
  "phone-details-dark": { fake: { players: 12, me: 6, race: { status: "final" } }, telegram: dark, act: openDetails },
  "phone-me": { fake: { players: 12, me: 7, person: somebody() }, telegram: light, path: "/me" },
  "phone-me-dark": { fake: { players: 12, me: 7, person: somebody() }, telegram: dark, path: "/me" },
  "phone-me-new": { fake: { players: 12, me: null, person: newcomer() }, telegram: light, path: "/me" },
  "phone-me-guest": { fake: {}, path: "/me" },
  "phone-settings": { fake: { players: 12, me: 7, person: somebody() }, telegram: light, path: "/settings" },
  "phone-settings-dark": { fake: { players: 12, me: 7, person: somebody() }, telegram: dark, path: "/settings" },
  "phone-rewards-dark": { fake: { players: 12, me: 7, person: somebody() }, telegram: dark, path: "/rewards" },
  "phone-rewards-new": { fake: { players: 12, me: null, person: newcomer() }, telegram: light, path: "/rewards" },
  "phone-rewards-guest": { fake: {}, path: "/rewards" },
  "small-rewards": {
    fake: { players: 12, me: 7, person: somebody() },
    telegram: { ...light, languageCode: "de" },
    path: "/rewards",
    context: small,
  },
  "phone-rewards": { fake: { players: 12, me: 7, person: somebody() }, telegram: light, path: "/rewards" },
  "desktop-me": { fake: { players: 12, me: 7, person: somebody() }, telegram: light, path: "/me", context: desktop },
  "embed-dark": { fake: { players: 12 }, path: "/embed/race/Race000001", context: desktop },
  "embed-light": { fake: { players: 12 }, path: "/embed/race/Race000001?theme=light&rows=5" },
  "small-long": { fake: { players: 200, me: 120 }, telegram: light, context: small },
  "small-delayed": {
    fake: { players: 12, me: 11, race: { stale: true, asOf: fromNow(-2) } },
    telegram: { theme: THEMES.nightBlack },
    context: small,
  },
  "desktop-light": { fake: { players: 200 }, context: desktop },
  "desktop-dark": { fake: { players: 200, me: 9 }, telegram: dark, context: desktop },
  "desktop-leaderboard": { fake: { players: 200 }, context: desktop, path: "/leaderboards/week" },
};

const [folder, part = ""] = process.argv.slice(2);
if (folder === undefined)
  throw new Error("say where the pictures go: tsx tests/miniapp/_look.ts FOLDER [part of a name]");
mkdirSync(folder, { recursive: true });
buildApp();
const browser = await launchBrowser();
for (const [name, { fake, act, ...open }] of Object.entries(LOOKS)) {
  if (!name.includes(part)) continue;
  await using api = await startFakeApi(fake);
  await using app = await openApp(browser, api.url, open);
  await app.page.getByRole("heading").first().waitFor({ state: "attached" });
  const hasCard = open.telegram !== undefined && open.path === undefined && fake.me !== undefined;
  if (hasCard) await app.page.locator(".mine__main[data-testid], .mine__hint").waitFor();
  await act?.(app.page, api);
  // Lists that come in one after another.
  await app.page.waitForTimeout(1_200);
  await app.page.screenshot({
    path: join(folder, `${name}.png`),
    fullPage: /verify|details|-me|settings|rewards/.test(name),
  });
  const problems = app.problems.length === 0 ? "" : ` ${app.problems.join(" | ")}`;
  process.stdout.write(`${name}${problems}\n`);
}
await browser.close();
