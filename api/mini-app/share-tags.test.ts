import { expect, test } from "vitest";
import { sampleRace } from "../../wire/testing/_sample-race.js";
import { shareTags } from "./share-tags.js";

const race = sampleRace({
  id: "Race000001",
  title: `Sprint "<script>" & Söhne`,
  prizePool: "1250.00",
  prizes: ["1250.00"],
  players: 12,
});

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
