import { addMilestones, retireMilestone } from "../../core/rewards/milestones.js";
import { TYPICAL_MILESTONES } from "../../core/rewards/milestone-steps.js";
import { enterForm } from "../conversations/forms-feature.js";
import { orderForm } from "../conversations/order-form.js";
import { type Act, actorOf, does, MANAGERS, type PanelPress, shows, STAFF } from "../panels/panel.js";
import { milestonesPanel, rewardsDeskPanel, tiersPanel } from "./admin-panel.js";
import { REWARD_ORDERS } from "./orders.js";
import { rewardsPanel } from "./rewards-panel.js";

const addTypical: Act = async (frame) => {
  await addMilestones(frame.services.core, TYPICAL_MILESTONES, actorOf(frame));
  return undefined;
};

const endMilestone: Act = async (frame, subject) => {
  await retireMilestone(frame.services.core, subject, actorOf(frame));
  return undefined;
};

const orders = REWARD_ORDERS.map((order): [string, PanelPress] => [
  order.id,
  { roles: order.roles ?? [], run: (ctx, _frame, subject) => enterForm(ctx, orderForm(order), subject) },
]);

/** Presses about rewards: a person's own, and those of people with roles. */
export const REWARD_PRESSES: ReadonlyMap<string, PanelPress> = new Map<string, PanelPress>([
  ["rewards", shows("anyone", rewardsPanel)],
  ["rewards-desk", shows(STAFF, rewardsDeskPanel)],
  ["milestones", shows(STAFF, milestonesPanel)],
  ["usual-milestones", does(MANAGERS, addTypical, milestonesPanel)],
  ["end-milestone", does(MANAGERS, endMilestone, milestonesPanel)],
  ["tiers", shows(STAFF, tiersPanel)],
  ...orders,
]);
