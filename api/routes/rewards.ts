import { readOwnRewards } from "../../core/rewards/own-rewards.js";
import { listMilestones } from "../../core/rewards/milestones.js";
import { readVipLadder } from "../../core/rewards/vip-ladder.js";
import { formatPlayerId } from "../../wire/ids.js";
import { formatCents, formatMicroUsd } from "../../wire/money.js";
import { ownRewards, rewardsOffer } from "../../wire/rewards.js";
import { personOf, PUBLIC, route, SESSION } from "../route.js";
import { showMilestone, showTier } from "../show/reward.js";

const GROUP = "Rewards";

export const rewardsOnOffer = route({
  method: "get",
  path: "/rewards",
  access: PUBLIC,
  group: GROUP,
  summary: "What there is to earn beside the races: milestones and status levels.",
  input: {},
  answer: { status: 200, schema: rewardsOffer },
  async handler({ context }) {
    const [milestones, tiers] = await Promise.all([listMilestones(context.pool), readVipLadder(context.pool)]);
    return { body: { milestones: milestones.map(showMilestone), tiers: tiers.map(showTier) } };
  },
});

export const rewardsOfMine = route({
  method: "get",
  path: "/me/rewards",
  access: SESSION,
  group: GROUP,
  summary: "How far one's linked accounts are in the running periods, and what hinders one from earning.",
  input: {},
  answer: { status: 200, schema: ownRewards },
  async handler({ context }, call) {
    const { hindrance, milestones } = await readOwnRewards(context, personOf(call).userId);
    return {
      body: {
        hindrance,
        milestones: milestones.map(({ player, window, wagered, reached, next }) => ({
          player: formatPlayerId(player),
          period: window.period,
          from: window.from,
          endsAt: window.end.toISOString(),
          wagered: formatMicroUsd(wagered),
          reached,
          next:
            next === undefined ? null : { threshold: formatMicroUsd(next.threshold), prize: formatCents(next.prize) },
        })),
      },
    };
  },
});
