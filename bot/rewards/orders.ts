import { ConflictError, InvalidInputError } from "../../core/errors.js";
import { claimByWord } from "../../core/rewards/claim-drop.js";
import { addMilestones, parseMilestone } from "../../core/rewards/milestones.js";
import { replaceVipLadder } from "../../core/rewards/vip-ladder.js";
import type { Order } from "../conversations/order-form.js";
import { actorOf, MANAGERS } from "../panels/panel.js";
import { paragraphs, tg } from "../render/html.js";
import { milestonesPanel, tiersPanel } from "./admin-panel.js";
import { refusalText } from "./refusal-text.js";
import { rewardsPanel } from "./rewards-panel.js";
import { readLadder, readStep } from "./read-step.js";

/** The domain writes the audit of rewards by itself. */
const addMilestoneOrder: Order = {
  id: "add-milestone",
  roles: MANAGERS,
  length: [3, 100],
  question: async (frame) =>
    paragraphs((await milestonesPanel(frame)).block, tg`${frame.language.bot.rewards.admin.askStep}`),
  run: async (frame, { text }) => {
    const step = readStep(text);
    if (step === undefined) throw new InvalidInputError("not a step");
    await addMilestones(frame.services.core, [parseMilestone(step)], actorOf(frame));
  },
  explain: (error, { bot }) =>
    error instanceof ConflictError
      ? bot.rewards.admin.exists
      : error instanceof InvalidInputError
        ? bot.rewards.admin.unreadable
        : undefined,
  after: milestonesPanel,
};

const editTiersOrder: Order = {
  id: "edit-tiers",
  roles: MANAGERS,
  length: [3, 2_000],
  question: async (frame) =>
    paragraphs((await tiersPanel(frame)).block, tg`${frame.language.bot.rewards.admin.askTiers}`),
  run: async (frame, { text }) => {
    const ladder = readLadder(text);
    if (ladder === undefined) throw new InvalidInputError("not a ladder");
    await replaceVipLadder(frame.services.core, ladder, actorOf(frame));
  },
  explain: (error, { bot }) => (error instanceof InvalidInputError ? bot.rewards.admin.badTiers : undefined),
  after: tiersPanel,
};

const enterCodeOrder: Order = {
  id: "enter-code",
  length: [1, 60],
  question: ({ language }) => Promise.resolve(tg`⚡ ${language.bot.rewards.drops.askCode}`),
  run: async ({ services, person }, { text }) => {
    await claimByWord(services.core, text, person);
    services.wakeOutbox();
  },
  explain: refusalText,
  done: ({ bot }) => bot.rewards.drops.gotIt,
  after: rewardsPanel,
};

/** What is ordered with words about rewards. */
export const REWARD_ORDERS: readonly Order[] = [addMilestoneOrder, editTiersOrder, enterCodeOrder];
