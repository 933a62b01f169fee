import { expect, it } from "vitest";
import { playerId } from "../../wire/ids.js";
import { pointsOf } from "./points.js";

const picks = [7, 8, 9].map(playerId);
const podium = (...ranks: [number, number][]) => ranks.map(([id, rank]) => ({ playerId: playerId(id), rank }));

it.each([
  ["all three right", podium([7, 1], [8, 2], [9, 3]), 9],
  ["the right three in a circle", podium([8, 1], [9, 2], [7, 3]), 3],
  ["one right, one elsewhere", podium([7, 1], [4, 2], [8, 3]), 4],
  ["nobody", podium([1, 1], [2, 2], [3, 3]), 0],
  ["a tie that covers the first two places", podium([8, 1], [7, 1], [9, 3]), 9],
  ["a tie that covers the second place, not the first", podium([1, 1], [7, 2], [8, 2]), 4],
  ["ranks below the podium", podium([7, 4], [8, 5], [9, 6]), 0],
  ["a race nobody wagered in", [], 0],
])("gives points for %s", (_what, result, points) => {
  expect(pointsOf(picks, result)).toBe(points);
});
