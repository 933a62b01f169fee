import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../../core/errors.js";
import { enterChallenge, rejectEntry } from "../../core/rewards/challenge-entries.js";
import { findChallenge, listBetHosts, replaceBetHosts } from "../../core/rewards/challenges.js";
import { setPredictionGame } from "../../core/predictions/prediction-games.js";
import { claimByWord } from "../../core/rewards/claim-drop.js";
import { addMilestones, parseMilestone } from "../../core/rewards/milestones.js";
import { replaceVipLadder } from "../../core/rewards/vip-ladder.js";
import { raceIdIn, racePanel } from "../admin/races-panel.js";
import type { Order } from "../conversations/order-form.js";
import { actorOf, JUDGES, MANAGERS } from "../panels/panel.js";
import { paragraphs, tg } from "../render/html.js";
import { challengesPanel, entryPanel } from "./admin-challenges-panel.js";
import { milestonesPanel, tiersPanel } from "./admin-panel.js";
import { challengeBlock } from "./challenge-block.js";
import { RAFFLE_ORDERS } from "./raffle-orders.js";
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

const enterOrder: Order = {
  id: "enter-challenge",
  length: [8, 300],
  question: async ({ services, language }, subject) => {
    const challenge = await findChallenge(services.core, subject);
    if (challenge === undefined) throw new NotFoundError("There is no such challenge.");
    const hosts = (await listBetHosts(services.core.pool)).join(", ");
    return paragraphs(
      challengeBlock(challenge, services.core.timeZone, language),
      tg`${language.bot.rewards.challenges.askLink(hosts)}`,
    );
  },
  run: async ({ services, person }, { subject, text }) => {
    await enterChallenge(services.core, subject, person, text);
  },
  explain: (error, language) => {
    const { challenges } = language.bot.rewards;
    if (error instanceof InvalidInputError) return challenges.badLink;
    if (error instanceof ConflictError && error.allowed.includes("taken")) return challenges.taken;
    return refusalText(error, language);
  },
  done: ({ bot }) => bot.rewards.challenges.entered,
  after: rewardsPanel,
};

const betHostsOrder: Order = {
  id: "bet-hosts",
  roles: MANAGERS,
  length: [3, 2_000],
  question: (frame) => Promise.resolve(tg`🌐 ${frame.language.bot.rewards.admin.askHosts}`),
  run: async (frame, { text }) => {
    const hosts = text.split(/[\s,]+/).filter((host) => host !== "");
    await replaceBetHosts(frame.services.core, hosts, actorOf(frame));
  },
  explain: (error, { bot }) => (error instanceof InvalidInputError ? bot.rewards.admin.badHosts : undefined),
  after: challengesPanel,
};

const rejectEntryOrder: Order = {
  id: "reject-entry",
  roles: JUDGES,
  length: [3, 500],
  question: async (frame, subject) =>
    paragraphs((await entryPanel(frame, subject)).block, tg`${frame.language.bot.rewards.admin.askRejection}`),
  run: async (frame, { subject, text }) => {
    await rejectEntry(frame.services.core, subject, { reason: text }, actorOf(frame));
    frame.services.wakeOutbox();
  },
  explain: (error, { bot }) => {
    if (error instanceof ForbiddenError) return bot.rewards.admin.ownEntry;
    return error instanceof ConflictError ? bot.rewards.admin.decided : undefined;
  },
  after: entryPanel,
};

const openPredictionOrder: Order = {
  id: "open-prediction",
  roles: MANAGERS,
  length: [1, 200],
  question: async (frame, subject) =>
    paragraphs((await racePanel(frame, subject)).block, tg`🔮 ${frame.language.bot.rewards.admin.askPrediction}`),
  run: async (frame, { subject, text }) => {
    const prizes = text.split(/\s+/).filter((prize) => prize !== "" && prize !== "0");
    await setPredictionGame(frame.services.core, raceIdIn(subject), { prizes }, actorOf(frame));
  },
  explain: (error, { bot }) => {
    if (error instanceof ConflictError) return bot.rewards.admin.predictionFixed;
    return error instanceof InvalidInputError ? bot.rewards.admin.badPrediction : undefined;
  },
  done: ({ bot }) => bot.rewards.admin.predictionOpen,
  after: racePanel,
};

/** What is ordered with words about rewards. */
export const REWARD_ORDERS: readonly Order[] = [
  addMilestoneOrder,
  editTiersOrder,
  enterCodeOrder,
  enterOrder,
  betHostsOrder,
  rejectEntryOrder,
  ...RAFFLE_ORDERS,
  openPredictionOrder,
];
