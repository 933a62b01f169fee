import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planPoll, planRetry } from "./plan-poll.js";

const MINUTE = 60_000;
const at = (ms: number) => new Date(Date.UTC(2028, 0, 1) + ms);
const usual = {
  requestedAt: at(0),
  endedAt: at(12_000),
  intervalMs: 2 * MINUTE,
  leastIntervalMs: MINUTE,
  latencyMs: 12_000,
  boundaries: [],
};

describe("the next poll", () => {
  it("comes after the interval", () => expect(planPoll(usual)).toEqual(at(2 * MINUTE)));

  it("is early enough for its answer to come before a boundary", () => {
    expect(planPoll({ ...usual, boundaries: [at(110_000)] })).toEqual(at(110_000 - 23_000));
  });

  it("is asked just after a boundary once the one before it is done", () => {
    expect(planPoll({ ...usual, boundaries: [at(23_000)] })).toEqual(at(MINUTE));
    expect(planPoll({ ...usual, boundaries: [at(90_000)], leastIntervalMs: 70_000 })).toEqual(at(92_000));
  });

  it("leaves out a usual poll that would use up the adapter's interval before a boundary", () => {
    expect(planPoll({ ...usual, boundaries: [at(170_000)] })).toEqual(at(147_000));
  });

  it("never comes before the adapter's interval is over, and not in the past", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -600_000, max: 900_000 })), fc.nat(90_000), (offsets, latencyMs) => {
        const plan = { ...usual, latencyMs, endedAt: at(latencyMs), boundaries: offsets.map(at) };
        expect(planPoll(plan).getTime()).toBeGreaterThanOrEqual(at(MINUTE).getTime());
        expect(planPoll(plan).getTime()).toBeLessThan(at(4 * MINUTE).getTime());
      }),
    );
  });

  it("has both sides of every boundary within reach when questions are answered as usual", () => {
    const boundary = at(15 * MINUTE + 17_000);
    let asked = at(0);
    let before = 0;
    let after = Number.POSITIVE_INFINITY;
    while (asked.getTime() < at(20 * MINUTE).getTime()) {
      const received = asked.getTime() + 12_000;
      if (received <= boundary.getTime()) before = received;
      if (asked >= boundary) after = Math.min(after, asked.getTime());
      asked = planPoll({ ...usual, requestedAt: asked, endedAt: new Date(received), boundaries: [boundary] });
    }
    expect(boundary.getTime() - before).toBeLessThanOrEqual(11_000);
    expect(after - boundary.getTime()).toBeLessThanOrEqual(MINUTE);
  });
});

describe("a source that failed", () => {
  const failed = {
    kind: "unavailable",
    failures: 1,
    retryAfterSeconds: undefined,
    endedAt: at(0),
    leastIntervalMs: 10_000,
    random: 0.5,
  } as const;

  it("is asked later each time, and every five minutes once the breaker is open", () => {
    const waits = [1, 2, 3, 4, 5, 50].map((failures) => planRetry({ ...failed, failures }).getTime() - at(0).getTime());
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
  });

  it("is not asked sooner than it wants, but a wish for days is not granted", () => {
    const waits = (retryAfterSeconds: number) =>
      planRetry({ ...failed, kind: "rate-limited", retryAfterSeconds }).getTime() - at(0).getTime();
    expect(waits(900)).toBe(900_000);
    expect(waits(10_000_000)).toBe(6 * 3_600_000);
  });

  it("with an expired credential is left alone for a quarter of an hour", () => {
    expect(planRetry({ ...failed, kind: "auth" })).toEqual(at(900_000));
  });
});
