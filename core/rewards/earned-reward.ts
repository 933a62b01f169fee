import { milestoneStep, type MilestonePeriod, type RewardKind } from "../../wire/rewards.js";
import { parseMicroUsd, type MicroUsd } from "../../wire/money.js";

/** The step of a calendar period that somebody reached. */
export interface ReachedStep {
  period: MilestonePeriod;
  /** First day of the period in the operator's zone, `2026-11-01`. */
  from: string;
  threshold: MicroUsd;
}

/** What somebody has earned, as surfaces name it. */
export interface EarnedReward {
  reward: RewardKind;
  /** As the operator called it; null where each language has words of its own. */
  title: string | null;
  /** Of milestones. */
  step: ReachedStep | null;
}

/** Reads the stored detail of a grant; only milestones have any that is shown. */
export function earnedReward(reward: RewardKind, title: string | null, detail: unknown): EarnedReward {
  const parsed = reward === "milestone" ? milestoneStep.safeParse(detail) : undefined;
  const threshold = parsed?.success === true ? parseMicroUsd(parsed.data.threshold) : undefined;
  if (parsed?.success !== true || threshold === undefined) return { reward, title, step: null };
  return { reward, title, step: { period: parsed.data.period, from: parsed.data.from, threshold } };
}
