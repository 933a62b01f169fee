import { expect, test } from "vitest";
import { RACE } from "../../../../../testing/_answers.js";
import { race as raceSchema } from "../../../../../../wire/race.js";
import { bodyOf, copyOf, draftOf, emptyDraft, nextWindow, pastBodyOf } from "./race-draft.js";

const NOW = Date.parse("2026-11-22T10:20:00.000Z");
const draft = { ...emptyDraft(NOW, "Europe/Berlin"), title: " Sprint " };

test("a new race starts at the next full hour in its own zone, for a week", () => {
  expect(bodyOf(draft)).toEqual({
    title: "Sprint",
    startsAt: "2026-11-22T11:00:00.000Z",
    endsAt: "2026-11-29T11:00:00.000Z",
    timeZone: "Europe/Berlin",
    prizes: ["500.00", "300.00", "200.00"],
    growth: null,
    floors: [],
    lanes: [],
    tieRule: "split",
    newcomers: "ask",
    requireLink: false,
    claimDays: 30,
    unclaimed: "return",
    weights: {},
  });
});

test("nothing is sent while the title, the window or a prize is wrong", () => {
  expect(bodyOf({ ...draft, title: " " })).toBeUndefined();
  expect(bodyOf({ ...draft, endsAt: draft.startsAt })).toBeUndefined();
  expect(bodyOf({ ...draft, prizes: ["1", "2"] })).toBeUndefined();
});

test("what was left empty is left to the server, what was filled in is sent", () => {
  const filled = {
    ...draft,
    minWager: "100",
    growthShare: "0.001",
    growthLimit: "5000",
    floors: " 10000 5000.50 ",
    graceMinutes: "0",
    sources: ["goated"],
    weights: [
      { category: "dice", share: "0.5" },
      { category: "", share: "1" },
    ],
  };
  expect(bodyOf(filled)).toMatchObject({
    minWager: "100",
    growth: { share: "0.001", limit: "5000" },
    floors: ["10000", "5000.50"],
    graceMinutes: 0,
    sources: ["goated"],
    weights: { dice: "0.5" },
  });
});

test("what-if looks at the same length of time up to now", () => {
  expect(pastBodyOf(draft, NOW)).toMatchObject({
    startsAt: "2026-11-15T10:20:00.000Z",
    endsAt: "2026-11-22T10:20:00.000Z",
  });
});

test("a race that is copied keeps its rules and moves to the next window of its length", () => {
  const race = raceSchema.parse({ ...RACE, startsAt: "2026-11-01T00:00:00.000Z", endsAt: "2026-11-08T00:00:00.000Z" });
  const window = nextWindow(race, NOW);
  expect(window).toEqual({ startsAt: "2026-11-22T11:00:00.000Z", endsAt: "2026-11-29T11:00:00.000Z" });
  expect(bodyOf(draftOf(race, window))).toMatchObject({ title: RACE.title, prizes: RACE.prizes, ...window });
});

test("a growing pool is copied as it was set, not as it has grown", () => {
  const growth = { share: "0.001", limit: "9000.00", base: ["200.00", "100.00"] };
  const race = raceSchema.parse({
    ...RACE,
    prizes: ["400.00", "200.00"],
    rules: { ...RACE.rules, growth, floors: ["5000.00"] },
  });
  expect(bodyOf(draftOf(race, nextWindow(race, NOW)))).toMatchObject({
    prizes: growth.base,
    growth: { share: "0.001", limit: "9000" },
    floors: ["5000"],
  });
});

test("a copy begins without what nobody claimed in earlier races, and an edit keeps it", () => {
  const growth = { share: "0.001", limit: "9075.50", base: ["275.50", "100.00"] };
  const race = raceSchema.parse({ ...RACE, rules: { ...RACE.rules, growth, rolledOver: "75.50" } });
  expect(bodyOf(copyOf(race, NOW))).toMatchObject({
    prizes: ["200.00", "100.00"],
    growth: { limit: "9000" },
  });
  expect(bodyOf(draftOf(race, race))).toMatchObject({ prizes: growth.base, growth: { limit: "9075.5" } });
  const fixed = raceSchema.parse({ ...RACE, prizes: ["75.60", "0.05"], rules: { ...RACE.rules, rolledOver: "75.50" } });
  expect(bodyOf(copyOf(fixed, NOW))).toMatchObject({ prizes: ["0.10", "0.05"] });
});
