import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createRefresher } from "./refresher.js";

const timers = {
  now: () => Date.now(),
  set: (run: () => void, delayMs: number) => Number(setTimeout(run, delayMs)),
  clear: (handle: number) => clearTimeout(handle),
};

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test("it runs at once, and then not before the gap is over", () => {
  const run = vi.fn<() => void>();
  const refresher = createRefresher(timers, 1_000, run);
  refresher.request();
  vi.advanceTimersByTime(0);
  refresher.request();
  refresher.request();
  vi.advanceTimersByTime(999);
  expect(run).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(10_000);
  expect(run).toHaveBeenCalledTimes(2);
});

test("it waits at least as long as it is asked to", () => {
  const run = vi.fn<() => void>();
  createRefresher(timers, 1_000, run).request(3_000);
  vi.advanceTimersByTime(2_999);
  expect(run).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(run).toHaveBeenCalledTimes(1);
});

test("cancelled, it does not run", () => {
  const run = vi.fn<() => void>();
  const refresher = createRefresher(timers, 1_000, run);
  refresher.request();
  refresher.cancel();
  vi.advanceTimersByTime(10_000);
  expect(run).not.toHaveBeenCalled();
});
