import { ConflictError, ForbiddenError } from "../../core/errors.js";
import { acceptEntry } from "../../core/rewards/challenge-entries.js";
import { closeChallenge } from "../../core/rewards/challenges.js";
import { predict } from "../../core/predictions/predict.js";
import { RewardRefusedError } from "../../core/rewards/refused.js";
import { closeDrop } from "../../core/rewards/drops.js";
import { addMilestones, retireMilestone } from "../../core/rewards/milestones.js";
import { TYPICAL_MILESTONES } from "../../core/rewards/milestone-steps.js";
import type { BotContext } from "../context.js";
import { enterForm } from "../conversations/forms-feature.js";
import { orderForm } from "../conversations/order-form.js";
import {
  type Act,
  actorOf,
  does,
  JUDGES,
  MANAGERS,
  type PanelFrame,
  type PanelPress,
  type PanelScreen,
  shows,
  STAFF,
} from "../panels/panel.js";
import { milestonesPanel, rewardsDeskPanel, tiersPanel } from "./admin-panel.js";
import { challengesPanel, entriesPanel, entryPanel } from "./admin-challenges-panel.js";
import { challengeForm } from "./challenge-form.js";
import { dropsPanel } from "./admin-drops-panel.js";
import { dropForm } from "./drop-form.js";
import { REWARD_ORDERS } from "./orders.js";
import { rafflesPanel } from "./raffle-panels.js";
import { decodeNaming, predictAnewPanel, predictionPanel } from "./prediction-panel.js";
import { pressDrop } from "./press-drop.js";
import { rewardsPanel } from "./rewards-panel.js";

const addTypical: Act = async (frame) => {
  await addMilestones(frame.services.core, TYPICAL_MILESTONES, actorOf(frame));
  return undefined;
};

const endMilestone: Act = async (frame, subject) => {
  await retireMilestone(frame.services.core, subject, actorOf(frame));
  return undefined;
};

const endDrop: Act = async (frame, subject) => {
  await closeDrop(frame.services.core, subject, actorOf(frame));
  frame.services.wakeOutbox();
  return undefined;
};

const endChallenge: Act = async (frame, subject) => {
  await closeChallenge(frame.services.core, subject, actorOf(frame));
  return undefined;
};

const accept: Act = async (frame, subject) => {
  const { rewards } = frame.language.bot;
  try {
    await acceptEntry(frame.services.core, subject, actorOf(frame));
  } catch (error) {
    if (error instanceof RewardRefusedError) return rewards.refusals[error.reason];
    if (error instanceof ForbiddenError) return rewards.admin.ownEntry;
    if (error instanceof ConflictError) return rewards.admin.decided;
    throw error;
  }
  frame.services.wakeOutbox();
  return undefined;
};

const predictPodium: Act = async ({ services, language, person }, subject) => {
  const { race, picks } = decodeNaming(subject);
  const { predictions } = language.bot.rewards;
  try {
    await predict({ pool: services.core.pool, views: services.views }, race, person, picks);
  } catch (error) {
    if (error instanceof ConflictError) return predictions.closedNow;
    throw error;
  }
  return predictions.saved;
};

const afterPredicting: PanelScreen = (frame, subject) => predictionPanel(frame, decodeNaming(subject).race);

/** A claim from the private panel; why not is said in a note, and the panel stays. */
async function claimInPrivate(ctx: BotContext, frame: PanelFrame, subject: string): Promise<void> {
  await pressDrop(ctx, frame.services, subject);
}

const orders = REWARD_ORDERS.map((order): [string, PanelPress] => [
  order.id,
  { roles: order.roles ?? "anyone", run: (ctx, _frame, subject) => enterForm(ctx, orderForm(order), subject) },
]);

/** Presses about rewards: a person's own, and those of people with roles. */
export const REWARD_PRESSES: ReadonlyMap<string, PanelPress> = new Map<string, PanelPress>([
  ["rewards", shows("anyone", rewardsPanel)],
  ["rewards-desk", shows(STAFF, rewardsDeskPanel)],
  ["milestones", shows(STAFF, milestonesPanel)],
  ["usual-milestones", does(MANAGERS, addTypical, milestonesPanel)],
  ["end-milestone", does(MANAGERS, endMilestone, milestonesPanel)],
  ["tiers", shows(STAFF, tiersPanel)],
  ["claim-drop", { roles: "anyone", run: claimInPrivate }],
  ["predict", shows("anyone", predictionPanel)],
  ["predict-anew", shows("anyone", predictAnewPanel)],
  ["predict-sure", does("anyone", predictPodium, afterPredicting)],
  ["challenges", shows(STAFF, challengesPanel)],
  ["new-challenge", { roles: MANAGERS, run: (ctx) => enterForm(ctx, challengeForm) }],
  ["close-challenge", does(MANAGERS, endChallenge, challengesPanel)],
  ["entries", shows(JUDGES, entriesPanel)],
  ["entry", shows(JUDGES, entryPanel)],
  ["accept-entry", does(JUDGES, accept, entryPanel)],
  ["raffles", shows(STAFF, rafflesPanel)],
  ["drops", shows(STAFF, dropsPanel)],
  ["new-drop", { roles: MANAGERS, run: (ctx) => enterForm(ctx, dropForm) }],
  ["close-drop", does(MANAGERS, endDrop, dropsPanel)],
  ...orders,
]);
