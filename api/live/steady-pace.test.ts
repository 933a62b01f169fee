import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SteadyPace } from "./steady-pace.js";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("a crowd passes in order, at no second faster than the pace; who comes alone does not wait", () => {
  using pace = new SteadyPace(1_000);
  const passed: { who: number; atMs: number }[] = [];
  const started = performance.now();
  for (let who = 0; who < 3_000; who++) pace.take(() => passed.push({ who, atMs: performance.now() - started }));
  expect(passed.length).toBeLessThanOrEqual(20);
  vi.advanceTimersByTime(3_100);
  expect(passed.map(({ who }) => who)).toEqual(Array.from({ length: 3_000 }, (_, who) => who));
  for (let second = 0; second < 3_000; second += 100) {
    const within = passed.filter(({ atMs }) => atMs >= second && atMs < second + 1_000);
    expect(within.length).toBeLessThanOrEqual(1_030);
  }
  expect(passed.at(-1)?.atMs).toBeGreaterThan(2_900);
  let isLate = true;
  pace.take(() => (isLate = false));
  expect(isLate).toBe(false);
});

test("what waits when it ends is not done", () => {
  const pace = new SteadyPace(10);
  let done = 0;
  for (let at = 0; at < 10; at++) pace.take(() => done++);
  pace[Symbol.dispose]();
  vi.advanceTimersByTime(5_000);
  expect(done).toBe(1);
});
