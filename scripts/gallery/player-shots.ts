import type { Page } from "playwright-core";
import { makeRace } from "../../tests/miniapp/_boards.js";
import { startFakeApi, type FakeApi, type FakeOptions } from "../../tests/miniapp/_fake-api.js";
import { HALL } from "../../tests/miniapp/_hall.js";
import { newcomer, somebody } from "../../tests/miniapp/_person.js";
import { withChangedDigit, withResult } from "../../tests/miniapp/_results.js";
import { LANES } from "../../tests/miniapp/_rewards.js";
import type { Look, Shot, Shots } from "./shot.js";

const HOUR_MS = 3_600_000;
const PHONES: readonly Look[] = [
  ["phone", "light"],
  ["phone", "dark"],
];
const month = (first: string, next: string) => ({
  startsAt: `${first}T00:00:00.000Z`,
  endsAt: `${next}T00:00:00.000Z`,
});
const OTHER_RACES = [
  makeRace({ ...month("2026-12-01", "2027-01-01"), id: "Race000002", title: "December Marathon", status: "scheduled" }),
  makeRace({ ...month("2026-10-01", "2026-11-01"), id: "Race000003", title: "October Sprint", status: "paid" }),
  makeRace({ ...month("2026-09-01", "2026-09-08"), id: "Race000004", title: "Broken Week", status: "void" }),
].map((race) => ({ ...race, players: race.status === "scheduled" ? 0 : 38 }));

const verify = `/races/${withResult.race?.id}/verify`;
const of = (options: FakeOptions) => () => startFakeApi(options);
const board = of({ players: 40, me: 7 });
const person = () => startFakeApi({ players: 12, me: 7, person: somebody() });
const place = "[data-testid=my-place]";

/** A board whose connection went away while it was looked at: a socket that is open outlives the browser's own switch. */
function goingOffline(): Pick<Shot, "open" | "prepare"> {
  let api: FakeApi | undefined;
  return {
    open: async () => (api = await startFakeApi({ players: 40, me: 7 })),
    prepare: async (page) => {
      await page.locator(".mine").waitFor();
      await page.getByText("Live", { exact: true }).waitFor();
      await page.context().setOffline(true);
      api?.closeSockets(1012);
      await page.getByText(/^Offline/).waitFor();
    },
  };
}

async function openSheet(page: Page): Promise<void> {
  await page.locator(".mine .share").click();
  await page.getByRole("dialog").waitFor();
}

async function openLanes(page: Page): Promise<void> {
  await page.locator("summary").filter({ hasText: "Lanes" }).click();
  const lane = page.locator(".lane__rows").first();
  await lane.waitFor();
  // To the middle of the window: one's own card lies over its lower edge.
  await lane.evaluate((rows) => rows.scrollIntoView({ block: "center" }));
}

async function openSquads(page: Page): Promise<void> {
  await openLanes(page);
  const own = page.locator(".squad__own");
  await own.waitFor();
  await own.evaluate((squad) => squad.scrollIntoView({ block: "center" }));
}

/** Every page of the players, full and empty, and the states between. */
export const PLAYER_SHOTS: Shots = {
  race: { title: "Race", path: "/", open: board, there: place },
  "race-lower": {
    title: "Race, further down",
    path: "/",
    open: board,
    there: place,
    prepare: (page) => page.mouse.wheel(0, 620),
    looks: PHONES,
  },
  share: { title: "Passing on one's own place", path: "/", open: board, there: place, prepare: openSheet },
  "race-empty": {
    title: "Race before its start",
    path: "/",
    open: () =>
      startFakeApi({
        players: 0,
        me: 3,
        race: { status: "scheduled", startsAt: new Date(Date.now() + 25 * HOUR_MS).toISOString() },
      }),
    there: ".countdown",
  },
  "race-final": {
    title: "Race with its result",
    path: "/",
    open: of({ players: 30, me: 2, race: { status: "final" } }),
    there: place,
  },
  "race-public": {
    title: "Outside Telegram",
    path: "/",
    open: of({ players: 40 }),
    there: ".mine__hint",
    isOutside: true,
  },
  "no-race": { title: "No race", path: "/", open: of({ hasCurrent: false }), there: ".notice", looks: PHONES },
  races: {
    title: "Races and hall of fame",
    path: "/races",
    open: of({ players: 12, otherRaces: OTHER_RACES, hall: HALL }),
    there: ".fame",
    isWhole: true,
  },
  leaderboard: { title: "Leaderboard", path: "/leaderboards/week", open: of({ players: 30, me: 5 }), there: ".row" },
  me: { title: "Own page", path: "/me", open: person, there: ".chart", isWhole: true },
  "me-empty": {
    title: "A newcomer's own page",
    path: "/me",
    open: of({ players: 12, me: null, person: newcomer() }),
    there: ".links .button",
  },
  settings: { title: "Settings", path: "/settings", open: person, there: ".switch", isWhole: true },
  lanes: {
    title: "Lanes of a race",
    path: "/",
    open: of({ players: 12, me: 7, race: { lanes: LANES } }),
    there: place,
    prepare: openLanes,
  },
  squads: {
    title: "Squads of a race",
    path: "/",
    open: of({ players: 12, me: 7, race: { lanes: LANES } }),
    there: place,
    prepare: openSquads,
  },
  rewards: { title: "Rewards", path: "/rewards", open: person, there: "main h2", isWhole: true },
  verify: { title: "Check of a result", path: verify, open: of({ ...withResult, me: 1 }), there: ".check" },
  "verify-bad": {
    title: "Check of a result with a changed digit",
    path: verify,
    open: of({ ...withResult, result: withChangedDigit() }),
    there: ".check--bad",
    looks: PHONES,
  },
  embed: {
    title: "Overlay for streams",
    path: "/embed/race/Race000001?rows=8",
    open: of({ players: 12 }),
    there: ".embed__row",
    isOutside: true,
    looks: [["desktop", "dark"]],
  },
  "state-delayed": {
    title: "The source is behind",
    path: "/",
    open: () =>
      startFakeApi({
        players: 40,
        me: 7,
        race: { stale: true, asOf: new Date(Date.now() - 0.7 * HOUR_MS).toISOString() },
      }),
    there: ".badge--is-delayed",
    looks: PHONES,
  },
  "state-offline": {
    title: "Offline",
    path: "/",
    ...goingOffline(),
    there: place,
    looks: PHONES,
    mayComplain: true,
  },
  "state-failed": {
    title: "The board did not load",
    path: "/",
    open: async () => {
      const api = await startFakeApi({ players: 12 });
      api.failWith(500);
      return api;
    },
    there: ".notice",
    looks: PHONES,
    mayComplain: true,
  },
  "state-expired": {
    title: "The session is over",
    path: "/me",
    open: of({ players: 12, signIn: "expired" }),
    there: "main .notice",
    looks: PHONES,
    mayComplain: true,
  },
  "small-race": { title: "Race at 320 px", path: "/", open: board, there: place, looks: [["small", "light"]] },
  "small-me": {
    title: "Own page at 320 px",
    path: "/me",
    open: person,
    there: ".chart",
    looks: [["small", "dark"]],
    isWhole: true,
  },
  rtl: {
    title: "Right to left",
    path: "/",
    open: board,
    there: place,
    prepare: async (page) => void (await page.evaluate("document.documentElement.dir = 'rtl'")),
    looks: [["phone", "light"]],
  },
};
