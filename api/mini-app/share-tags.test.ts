import { expect, test } from "vitest";
import type { Race } from "../../wire/race.js";
import { shareTags } from "./share-tags.js";

const race: Race = {
  id: "Race000001",
  title: `Sprint "<script>" & Söhne`,
  status: "live",
  startsAt: "2026-11-01T00:00:00.000Z",
  endsAt: "2026-12-01T00:00:00.000Z",
  timeZone: "UTC",
  prizePool: "1250.00",
  prizes: ["1250.00"],
  tieRule: "split",
  minWager: "0.000000",
  rules: {
    version: 1,
    hash: null,
    sources: null,
    weights: {},
    cap: null,
    requireLink: false,
    newcomers: "zero",
    graceMinutes: 15,
    disputeHours: 24,
  },
  version: 1,
  epoch: "e",
  players: 12,
  totalWagered: "1.000000",
  asOf: null,
  stale: false,
};

test("a race is told with its pool, its players and an absolute picture address", () => {
  const tags = shareTags(race, { publicUrl: "https://race.example/", brand: "Goat Lounge" });
  expect(tags).toContain(`content="Prize pool $1,250.00 · 12 players · Live"`);
  expect(tags).toContain(`content="https://race.example/og/race/Race000001.jpg"`);
  expect(tags).toContain(`content="https://race.example/races/Race000001"`);
});

test("a title cannot leave its attribute", () => {
  const tags = shareTags(race, { publicUrl: "https://race.example", brand: `"><b>` });
  expect(tags).not.toContain("<script>");
  expect(tags).not.toContain("<b>");
  expect(tags.match(/"/g)?.length).toBe(tags.split("\n").length * 4 - 4);
});
