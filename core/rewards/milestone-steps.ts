import type { MilestonePeriod } from "../../wire/rewards.js";
import { cents, microUsd, type Cents, type MicroUsd } from "../../wire/money.js";

/** What a player gets for a volume in a calendar period. */
export interface MilestoneRule {
  period: MilestonePeriod;
  threshold: MicroUsd;
  /** With it the step comes again at each further such amount; null only once. */
  every: MicroUsd | null;
  prize: Cents;
}

export interface Step {
  threshold: MicroUsd;
  prize: Cents;
}

/** Most steps of one rule in a period: a mistyped `every` must not owe thousands of prizes. */
export const MAX_STEPS = 200;

/** The usual ladder of the trade, in dollars: an offer to the operator, never on by itself. */
export const TYPICAL_MILESTONES: readonly MilestoneRule[] = [
  rule(10_000n, 10n),
  rule(25_000n, 15n),
  rule(50_000n, 25n),
  rule(100_000n, 50n),
  rule(150_000n, 50n, 50_000n),
];

function rule(threshold: bigint, prize: bigint, every?: bigint): MilestoneRule {
  const usd = (amount: bigint): MicroUsd => microUsd(amount * 1_000_000n);
  return {
    period: "month",
    threshold: usd(threshold),
    every: every === undefined ? null : usd(every),
    prize: cents(prize * 100n),
  };
}

/**
 * The steps of one period's rules that a total has reached, smallest first. Where two rules meet at one threshold it
 * counts once, with the larger prize.
 */
export function reachedSteps(rules: readonly MilestoneRule[], total: MicroUsd): Step[] {
  const steps = new Map<MicroUsd, Cents>();
  for (const { threshold, every, prize } of rules) {
    for (let at = 0; at < (every === null ? 1 : MAX_STEPS); at++) {
      const step = microUsd(threshold + BigInt(at) * (every ?? 0n));
      if (step > total) break;
      const known = steps.get(step);
      if (known === undefined || prize > known) steps.set(step, prize);
    }
  }
  return inOrder(steps);
}

/** The next step above a total, `undefined` beyond the last one. */
export function nextStep(rules: readonly MilestoneRule[], total: MicroUsd): Step | undefined {
  const steps = new Map<MicroUsd, Cents>();
  for (const { threshold, every, prize } of rules) {
    const passed = total < threshold ? 0n : every === null ? 1n : (total - threshold) / every + 1n;
    if (passed >= (every === null ? 1n : BigInt(MAX_STEPS))) continue;
    const step = microUsd(threshold + passed * (every ?? 0n));
    const known = steps.get(step);
    if (known === undefined || prize > known) steps.set(step, prize);
  }
  return inOrder(steps)[0];
}

function inOrder(steps: ReadonlyMap<MicroUsd, Cents>): Step[] {
  return [...steps]
    .map(([threshold, prize]) => ({ threshold, prize }))
    .sort((a, b) => (a.threshold < b.threshold ? -1 : 1));
}
