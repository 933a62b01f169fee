import type { EarnedReward } from "../../core/rewards/earned-reward.js";
import type { Milestone } from "../../core/rewards/milestones.js";
import type { TierLevel } from "../../core/rewards/vip-ladder.js";
import { formatCents, formatMicroUsd } from "../../wire/money.js";
import type { EarnedReward as WireReward, Milestone as WireMilestone } from "../../wire/rewards.js";

/** What somebody has earned, on the wire. */
export function showReward({ reward, title, step }: EarnedReward): WireReward {
  return {
    kind: reward,
    title,
    step: step && { ...step, threshold: formatMicroUsd(step.threshold) },
  };
}

export function showMilestone({ id, period, threshold, every, prize }: Milestone): WireMilestone {
  return {
    id,
    period,
    threshold: formatMicroUsd(threshold),
    every: every && formatMicroUsd(every),
    prize: formatCents(prize),
  };
}

export function showTier({ name, from }: TierLevel): { name: string; from: string } {
  return { name, from: formatMicroUsd(from) };
}
