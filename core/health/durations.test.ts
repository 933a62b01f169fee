import { expect, it } from "vitest";
import { DURATION_BOUNDS, Durations } from "./durations.js";

it("counts each duration under every bound that it keeps, and what is longer than all in the count alone", () => {
  const durations = new Durations();
  for (const ms of [-3, 5, 5.001, 400, 60_000]) durations.add(ms);
  const { atMost, count, sumSeconds } = durations.read();
  const of = (bound: (typeof DURATION_BOUNDS)[number]) => atMost[DURATION_BOUNDS.indexOf(bound)];
  expect([of(0.005), of(0.01), of(0.25), of(0.5), of(10), count]).toEqual([2, 3, 3, 4, 4, 5]);
  expect(sumSeconds).toBeCloseTo(60.410001);
});
