import { listDisputes, openDispute as openDisputeInCore } from "../../core/disputes/disputes.js";
import { dispute, disputeList, openDispute } from "../../wire/disputes.js";
import { personOf, route, SESSION } from "../route.js";
import { showDispute } from "../show/dispute.js";
import { MAX_PAGE, raceIdOf, raceParams } from "./params.js";

const GROUP = "Disputes";

export const disputeResult = route({
  method: "post",
  path: "/races/:id/disputes",
  access: SESSION,
  group: GROUP,
  summary: "Opens a case against a provisional result; the player's timeline is attached. Needs a linked player.",
  input: { params: raceParams, body: openDispute },
  answer: { status: 201, schema: dispute },
  async handler({ context }, call) {
    const request = { race: raceIdOf(call.params.id), user: personOf(call).userId, text: call.body.text };
    return { body: showDispute(await openDisputeInCore(context, request)) };
  },
});

export const ownDisputes = route({
  method: "get",
  path: "/me/disputes",
  access: SESSION,
  group: GROUP,
  summary: "One's cases and their answers, newest first.",
  input: {},
  answer: { status: 200, schema: disputeList },
  async handler({ context }, call) {
    const found = await listDisputes(context, { user: personOf(call).userId, limit: MAX_PAGE });
    return { body: { disputes: found.map(showDispute) } };
  },
});
