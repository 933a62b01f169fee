import { expect, test } from "vitest";
import { readLaneList } from "./read-lane-list.js";

test("lanes are read from one line, as people and as shells write them", () => {
  expect(
    readLaneList("Small: below 1,000, prizes 50 25; Most improved: improvement, prizes $30\nNew:cap=500,prizes=20+10"),
  ).toEqual({
    lanes: [
      { title: "Small", lastMonth: { below: "1000" }, prizes: ["50", "25"] },
      { title: "Most improved", counts: "improvement", prizes: ["30"] },
      { title: "New", cap: "500", prizes: ["20", "10"] },
    ],
  });
});

test.each(["Teams: squads of 4, cap 500, prizes 80", "Teams:squads=4,cap=500,prizes=80"])("squads: %s", (text) => {
  expect(readLaneList(text)).toEqual({ lanes: [{ title: "Teams", squads: { most: 4 }, cap: "500", prizes: ["80"] }] });
});

test.each([
  ["below 1000, prizes 5", "has no title"],
  ["Small: under 1000, prizes 5", "none of from"],
  ["Small: below 1000", "has no prizes"],
])("%s says what is wrong", (text, problem) => {
  expect(readLaneList(text).problem).toContain(problem);
});
