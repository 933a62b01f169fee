import * as z from "zod/mini";
import { instantText, prizeAmount, wagerAmount } from "./scalars.js";

/** Rewards beside a race's prizes; `prediction` is about a race and owed apart from its places. */
export const rewardKind = z.enum(["milestone", "code", "challenge", "raffle", "prediction"]);
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

const usdText = z.string().check(z.maxLength(30));

/** A step of the operator. */
export const milestone = z
  .object({
    id: z.string(),
    period: milestonePeriod,
    threshold: wagerAmount,
    /** With it the step comes again at each further such amount. */
    every: z.nullable(wagerAmount),
    prize: prizeAmount,
  })
  .register(z.globalRegistry, { id: "Milestone" });
export type Milestone = z.infer<typeof milestone>;

export const milestoneList = z
  .object({ milestones: z.array(milestone) })
  .register(z.globalRegistry, { id: "MilestoneList" });

/** Body of `POST /api/v1/admin/rewards/milestones`; amounts in USD. */
export const addMilestone = z
  .strictObject({
    period: milestonePeriod,
    threshold: usdText,
    every: z.optional(usdText),
    prize: usdText,
  })
  .register(z.globalRegistry, { id: "AddMilestone" });

const tierLevel = z.object({ name: z.string(), from: wagerAmount });

/** The ladder of status levels, lowest first. */
export const tierList = z.object({ tiers: z.array(tierLevel) }).register(z.globalRegistry, { id: "TierList" });

/** Body of `POST /api/v1/admin/rewards/tiers`: the whole ladder, from 0 up. */
export const replaceTiers = z
  .strictObject({
    tiers: z.array(z.strictObject({ name: z.string().check(z.maxLength(100)), from: usdText })).check(z.maxLength(50)),
  })
  .register(z.globalRegistry, { id: "ReplaceTiers" });

/** What there is to earn, as everybody may see it. */
export const rewardsOffer = z
  .object({ milestones: z.array(milestone), tiers: z.array(tierLevel) })
  .register(z.globalRegistry, { id: "RewardsOffer" });
export type RewardsOffer = z.infer<typeof rewardsOffer>;

/** How far an account is in a running period. */
export const milestoneProgress = z.object({
  player: z.string(),
  period: milestonePeriod,
  /** First day of the period in the operator's zone. */
  from: z.iso.date(),
  endsAt: instantText,
  wagered: wagerAmount,
  /** Steps reached so far. */
  reached: z.int(),
  /** Null beyond the last step, and for those who hide what reads like a prompt to wager. */
  next: z.nullable(z.object({ threshold: wagerAmount, prize: prizeAmount })),
});
export type MilestoneProgress = z.infer<typeof milestoneProgress>;

/** One's own standing in all of it. */
export const ownRewards = z
  .object({
    /** Why nothing can be earned now; null when it can. */
    hindrance: z.nullable(z.enum(["no_link", "break", "not_eligible"])),
    milestones: z.array(milestoneProgress),
  })
  .register(z.globalRegistry, { id: "OwnRewards" });
export type OwnRewards = z.infer<typeof ownRewards>;
