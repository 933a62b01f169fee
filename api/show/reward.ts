import type { EarnedReward } from "../../core/rewards/earned-reward.js";
import { formatMicroUsd } from "../../wire/money.js";
import type { EarnedReward as WireReward } from "../../wire/rewards.js";

/** What somebody has earned, on the wire. */
export function showReward({ reward, title, step }: EarnedReward): WireReward {
  return {
    kind: reward,
    title,
    step: step && { ...step, threshold: formatMicroUsd(step.threshold) },
  };
}
