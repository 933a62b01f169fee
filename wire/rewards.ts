import * as z from "zod/mini";
import { wagerAmount } from "./scalars.js";

/** Rewards beside a race's prizes; `lane` and `prediction` belong to a race and are owed apart from its places. */
export const rewardKind = z.enum(["milestone", "code", "challenge", "raffle", "lane", "prediction"]);
export type RewardKind = z.infer<typeof rewardKind>;

/** Calendar periods in which volume is counted for milestones, in the operator's zone. */
export const milestonePeriod = z.enum(["day", "week", "month"]);
export type MilestonePeriod = z.infer<typeof milestonePeriod>;

/** The step that was reached. */
export const milestoneStep = z.object({
  period: milestonePeriod,
  /** First day of the period in the operator's zone. */
  from: z.iso.date(),
  threshold: wagerAmount,
});

/** What somebody has earned. */
export const earnedReward = z
  .object({
    kind: rewardKind,
    /** As the operator called it; null where each language has words of its own. */
    title: z.nullable(z.string()),
    /** Of milestones. */
    step: z.nullable(milestoneStep),
  })
  .register(z.globalRegistry, { id: "EarnedReward" });
export type EarnedReward = z.infer<typeof earnedReward>;
