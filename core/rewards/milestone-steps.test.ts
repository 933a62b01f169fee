import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cents, microUsd } from "../../wire/money.js";
import { MAX_STEPS, type MilestoneRule, nextStep, reachedSteps, TYPICAL_MILESTONES } from "./milestone-steps.js";

const USD = 1_000_000n;
const usd = (amount: bigint) => microUsd(amount * USD);
const amounts = (total: bigint) =>
  reachedSteps(TYPICAL_MILESTONES, usd(total)).map(({ threshold, prize }) => [threshold / USD, prize / 100n]);

const rule = fc
  .record({
    threshold: fc.bigInt(1n, 300_000n),
    every: fc.option(fc.bigInt(1_000n, 90_000n)),
    prize: fc.bigInt(1n, 99n),
  })
  .map(({ threshold, every, prize }): MilestoneRule => ({
    period: "month",
    threshold: usd(threshold),
    every: every === null ? null : usd(every),
    prize: cents(prize),
  }));
const rules = fc.array(rule, { maxLength: 6 });
const total = fc.bigInt(-(10n ** 9n), 10n ** 12n).map(microUsd);

describe("reachedSteps", () => {
  it("pays the usual ladder as the trade knows it: 10k, 25k, 50k, 100k, then every 50k", () => {
    expect(amounts(9_999n)).toEqual([]);
    expect(amounts(10_000n)).toEqual([[10_000n, 10n]]);
    expect(amounts(260_000n)).toEqual([
      [10_000n, 10n],
      [25_000n, 15n],
      [50_000n, 25n],
      [100_000n, 50n],
      [150_000n, 50n],
      [200_000n, 50n],
      [250_000n, 50n],
    ]);
  });

  it("reaches a step with the last millionth of a dollar and not before", () => {
    const step = usd(10_000n);
    expect(reachedSteps(TYPICAL_MILESTONES, microUsd(step - 1n))).toEqual([]);
    expect(reachedSteps(TYPICAL_MILESTONES, step)).toHaveLength(1);
  });

  it("gives each threshold once, in order, at or below the total; a higher total never loses one", () => {
    fc.assert(
      fc.property(rules, total, fc.bigInt(0n, 10n ** 10n), (given, at, more) => {
        const steps = reachedSteps(given, at);
        const thresholds = steps.map(({ threshold }) => threshold);
        expect(new Set(thresholds).size).toBe(thresholds.length);
        expect(thresholds).toEqual([...thresholds].sort((a, b) => (a < b ? -1 : 1)));
        expect(thresholds.every((threshold) => threshold <= at)).toBe(true);
        const later = new Map(reachedSteps(given, microUsd(at + more)).map((step) => [step.threshold, step.prize]));
        expect(steps.every((step) => later.get(step.threshold) === step.prize)).toBe(true);
      }),
    );
  });

  it("does not depend on the order of the rules", () => {
    fc.assert(
      fc.property(rules, total, (given, at) => {
        expect(reachedSteps(given.toReversed(), at)).toEqual(reachedSteps(given, at));
      }),
    );
  });

  it("stops after so many steps of one rule, however far the total runs", () => {
    const endless: MilestoneRule = { period: "day", threshold: usd(1n), every: usd(1_000n), prize: cents(1n) };
    expect(reachedSteps([endless], usd(10n ** 9n))).toHaveLength(MAX_STEPS);
    expect(nextStep([endless], usd(10n ** 9n))).toBeUndefined();
  });
});

describe("nextStep", () => {
  it("is the step that a total reaches when it gets there, and nothing lies between", () => {
    fc.assert(
      fc.property(rules, total, (given, at) => {
        const next = nextStep(given, at);
        if (next === undefined) return;
        expect(next.threshold).toBeGreaterThan(at);
        expect(reachedSteps(given, next.threshold)).toContainEqual(next);
        expect(reachedSteps(given, microUsd(next.threshold - 1n))).toEqual(reachedSteps(given, at));
      }),
    );
  });
});
