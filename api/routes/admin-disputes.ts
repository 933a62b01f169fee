import * as z from "zod/mini";
import { decideDispute as decideInCore, listDisputes, type Dispute } from "../../core/disputes/disputes.js";
import { decideDispute, disputeQueue, disputeState, reviewedDispute } from "../../wire/disputes.js";
import { actorOf } from "../auth/principal.js";
import { admin, route } from "../route.js";
import { showDispute } from "../show/dispute.js";
import { idCursor, nextIdCursor, pageQuery, raceIdOf } from "./params.js";

const GROUP = "Disputes";

function showReviewed(dispute: Dispute) {
  return { ...showDispute(dispute), user: String(dispute.user), decidedBy: dispute.decidedBy };
}

export const allDisputes = route({
  method: "get",
  path: "/admin/disputes",
  access: admin("owner", "admin", "moderator"),
  group: GROUP,
  summary: "Cases against results with the player's timeline, newest first; `race` and `state` filter.",
  input: { query: z.extend(pageQuery, { race: z.optional(z.string()), state: z.optional(disputeState) }) },
  answer: { status: 200, schema: disputeQueue },
  async handler({ context }, { query }) {
    const found = await listDisputes(context, {
      race: query.race === undefined ? undefined : raceIdOf(query.race),
      state: query.state,
      limit: query.limit,
      after: idCursor(query.cursor),
    });
    return { body: { disputes: found.map(showReviewed), nextCursor: nextIdCursor(found, query.limit) } };
  },
});

export const answerDispute = route({
  method: "post",
  path: "/admin/disputes/:id/decide",
  access: admin("owner", "admin"),
  group: GROUP,
  summary: "Accepts or rejects a case, with an answer to the player; an accepted one is followed by a correction.",
  audit: "dispute.decide",
  input: { params: z.object({ id: z.string() }), body: decideDispute },
  answer: { status: 200, schema: reviewedDispute },
  async handler({ context }, { params, body, principal }) {
    const decision = { isAccepted: body.accepted, answer: body.answer };
    const decided = await decideInCore(context, params.id, decision, actorOf(principal));
    return { body: showReviewed(decided), audited: { subject: `dispute:${decided.id}`, detail: body } };
  },
});
