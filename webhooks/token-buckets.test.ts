import { expect, test } from "vitest";
import { TokenBuckets } from "./token-buckets.js";

test("a burst is spent, and tokens come back with time", () => {
  const buckets = new TokenBuckets({ perSecond: 10, burst: 3 });
  expect(buckets.isEmpty("a", 0)).toBe(false);
  for (let spent = 0; spent < 3; spent++) buckets.spend("a", 0);
  expect(buckets.isEmpty("a", 0)).toBe(true);
  expect(buckets.isEmpty("b", 0)).toBe(false);
  expect(buckets.isEmpty("a", 99)).toBe(true);
  expect(buckets.isEmpty("a", 100)).toBe(false);
});

test("the wait is told in whole seconds and is never 0", () => {
  const buckets = new TokenBuckets({ perSecond: 2, burst: 5 });
  for (let spent = 0; spent < 5; spent++) buckets.spend("a", 0);
  expect(buckets.secondsToWait("a", 0)).toBe(1);
  for (let spent = 0; spent < 4; spent++) buckets.spend("a", 0);
  expect(buckets.secondsToWait("a", 0)).toBe(3);
});

test("a flood does not lock its key out for longer than two bursts take to fill", () => {
  const buckets = new TokenBuckets({ perSecond: 1, burst: 5 });
  for (let spent = 0; spent < 1_000_000; spent++) buckets.spend("a", 0);
  expect(buckets.secondsToWait("a", 1)).toBeLessThanOrEqual(6);
});
