import * as z from "zod/mini";
import { claimByWord, claimDrop, type DropClaim } from "../../core/rewards/claim-drop.js";
import { parseDrop } from "../../core/rewards/drop-input.js";
import { closeDrop, listDrops, makeDrop, openDrops } from "../../core/rewards/drops.js";
import {
  adminDrop,
  adminDropList,
  dropClaim,
  dropList,
  makeDrop as makeDropBody,
  redeemCode,
  type DropClaim as WireClaim,
} from "../../wire/drops.js";
import { formatCents } from "../../wire/money.js";
import { actorOf } from "../auth/principal.js";
import { admin, CERTAIN_SESSION, personOf, PUBLIC, route } from "../route.js";
import { showDrop, showDropWithWord } from "../show/drop.js";

const MANAGERS = admin("owner", "admin");
const STAFF = admin("owner", "admin", "finance", "moderator");
const GROUP = "Rewards";
const dropParams = z.object({ id: z.string() });
/** Newest drops that administrators see. */
const LISTED = 50;

function showClaim({ amount, ...claim }: DropClaim): WireClaim {
  return { ...claim, amount: amount === null ? null : formatCents(amount) };
}

export const dropsOnOffer = route({
  method: "get",
  path: "/drops",
  access: PUBLIC,
  group: GROUP,
  summary: "Drops that can be claimed by a button now. Those with a word are not listed.",
  input: {},
  answer: { status: 200, schema: dropList },
  async handler({ context }) {
    return { body: { drops: (await openDrops(context)).map(showDrop) } };
  },
});

export const claimOneDrop = route({
  method: "post",
  path: "/me/drops/:id/claim",
  access: CERTAIN_SESSION,
  group: GROUP,
  summary: "Takes one of what is left, once; 409 names why not. A code is told in the private chat alone.",
  input: { params: dropParams },
  answer: { status: 200, schema: dropClaim },
  async handler({ context }, call) {
    return { body: showClaim(await claimDrop(context, call.params.id, personOf(call).userId)) };
  },
});

export const redeemOneCode = route({
  method: "post",
  path: "/me/codes",
  access: CERTAIN_SESSION,
  group: GROUP,
  summary: "Claims a drop by its word; 404 for a word that is none.",
  input: { body: redeemCode },
  answer: { status: 200, schema: dropClaim },
  async handler({ context }, call) {
    return { body: showClaim(await claimByWord(context, call.body.word, personOf(call).userId)) };
  },
});

export const allDrops = route({
  method: "get",
  path: "/admin/rewards/drops",
  access: STAFF,
  group: GROUP,
  summary: "The newest drops with their words; never a code.",
  input: {},
  answer: { status: 200, schema: adminDropList },
  async handler({ context }) {
    return { body: { drops: (await listDrops(context, LISTED)).map(showDropWithWord) } };
  },
});

export const makeOneDrop = route({
  method: "post",
  path: "/admin/rewards/drops",
  access: MANAGERS,
  group: GROUP,
  summary: "Makes a drop; without a word it is shown in the groups that follow.",
  audit: "drop.make",
  input: { body: makeDropBody },
  answer: { status: 201, schema: adminDrop },
  async handler({ context }, { body, principal }) {
    const input = {
      ...body,
      opensAt: body.opensAt === undefined ? undefined : new Date(body.opensAt),
      expiresAt: new Date(body.expiresAt),
    };
    const made = await makeDrop(context, parseDrop(input, context.clock.now()), actorOf(principal));
    return { body: showDropWithWord(made), audited: { isWritten: true } };
  },
});

export const closeOneDrop = route({
  method: "post",
  path: "/admin/rewards/drops/:id/close",
  access: MANAGERS,
  group: GROUP,
  summary: "Ends a drop before its time; what was claimed stays.",
  audit: "drop.close",
  input: { params: dropParams },
  answer: { status: 200, schema: adminDrop },
  async handler({ context }, { params, principal }) {
    const closed = await closeDrop(context, params.id, actorOf(principal));
    return { body: showDropWithWord(closed), audited: { isWritten: true } };
  },
});
