import * as z from "zod/mini";
import { addMilestones, listMilestones, parseMilestone, retireMilestone } from "../../core/rewards/milestones.js";
import { readVipLadder, replaceVipLadder } from "../../core/rewards/vip-ladder.js";
import { addMilestone, milestoneList, replaceTiers, tierList } from "../../wire/rewards.js";
import { actorOf } from "../auth/principal.js";
import { admin, route } from "../route.js";
import { showMilestone, showTier } from "../show/reward.js";

const MANAGERS = admin("owner", "admin");
const STAFF = admin("owner", "admin", "finance", "moderator");
const GROUP = "Rewards";
const milestoneParams = z.object({ id: z.string() });

export const allMilestones = route({
  method: "get",
  path: "/admin/rewards/milestones",
  access: STAFF,
  group: GROUP,
  summary: "The steps that hold now.",
  input: {},
  answer: { status: 200, schema: milestoneList },
  async handler({ context }) {
    return { body: { milestones: (await listMilestones(context.pool)).map(showMilestone) } };
  },
});

export const addOneMilestone = route({
  method: "post",
  path: "/admin/rewards/milestones",
  access: MANAGERS,
  group: GROUP,
  summary: "Adds a step; with `every` it comes again at each further such amount. Periods that are over do not count.",
  audit: "milestone.add",
  input: { body: addMilestone },
  answer: { status: 201, schema: milestoneList },
  async handler({ context }, { body, principal }) {
    const milestones = await addMilestones(context, [parseMilestone(body)], actorOf(principal));
    return { body: { milestones: milestones.map(showMilestone) }, audited: { isWritten: true } };
  },
});

export const retireOneMilestone = route({
  method: "delete",
  path: "/admin/rewards/milestones/:id",
  access: MANAGERS,
  group: GROUP,
  summary: "Ends a step; what was earned by it stays owed.",
  audit: "milestone.retire",
  input: { params: milestoneParams },
  answer: { status: 204 },
  async handler({ context }, { params, principal }) {
    await retireMilestone(context, params.id, actorOf(principal));
    return { body: undefined, audited: { isWritten: true } };
  },
});

export const allTiers = route({
  method: "get",
  path: "/admin/rewards/tiers",
  access: STAFF,
  group: GROUP,
  summary: "The ladder of status levels.",
  input: {},
  answer: { status: 200, schema: tierList },
  async handler({ context }) {
    return { body: { tiers: (await readVipLadder(context.pool)).map(showTier) } };
  },
});

export const replaceAllTiers = route({
  method: "post",
  path: "/admin/rewards/tiers",
  access: MANAGERS,
  group: GROUP,
  summary: "Replaces the ladder; nobody is told of a level that came by the change.",
  audit: "tiers.replace",
  input: { body: replaceTiers },
  answer: { status: 200, schema: tierList },
  async handler({ context }, { body, principal }) {
    const tiers = await replaceVipLadder(context, body.tiers, actorOf(principal));
    return { body: { tiers: tiers.map(showTier) }, audited: { isWritten: true } };
  },
});
