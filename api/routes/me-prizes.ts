import * as z from "zod/mini";
import { listPrizesOf } from "../../core/payouts/list-payouts.js";
import { claimPayout, confirmPayout } from "../../core/payouts/move-payout.js";
import { claimPrize, prize, prizeList } from "../../wire/payouts.js";
import { CERTAIN_SESSION, personOf, route, SESSION } from "../route.js";
import { showPrize } from "../show/prize.js";

const GROUP = "Prizes";
const prizeParams = z.object({ id: z.string() });

export const ownPrizes = route({
  method: "get",
  path: "/me/prizes",
  access: SESSION,
  group: GROUP,
  summary: "One's prizes, newest first: to claim, on their way, paid.",
  input: {},
  answer: { status: 200, schema: prizeList },
  async handler({ context }, call) {
    return { body: { prizes: (await listPrizesOf(context, personOf(call).userId)).map(showPrize) } };
  },
});

export const claimOwnPrize = route({
  method: "post",
  path: "/me/prizes/:id/claim",
  access: CERTAIN_SESSION,
  group: GROUP,
  summary: "Claims a prize of a player proven to be one's own, and says where to send it.",
  input: { params: prizeParams, body: claimPrize },
  answer: { status: 200, schema: prize },
  async handler({ context }, call) {
    const claim = { user: personOf(call).userId, destination: call.body.destination };
    return { body: showPrize(await claimPayout(context, call.params.id, claim)) };
  },
});

export const confirmOwnPrize = route({
  method: "post",
  path: "/me/prizes/:id/confirm",
  access: CERTAIN_SESSION,
  group: GROUP,
  summary: "Says that a paid prize has arrived.",
  input: { params: prizeParams },
  answer: { status: 200, schema: prize },
  async handler({ context }, call) {
    return { body: showPrize(await confirmPayout(context, call.params.id, personOf(call).userId)) };
  },
});
