import * as z from "zod/mini";
import { addAdjustment, listAdjustments, revertAdjustment, type Adjustment } from "../../core/adjustments/adjust.js";
import {
  approveAdjustment,
  listWaiting,
  refuseAdjustment,
  requestAdjustment,
  type WaitingAdjustment,
} from "../../core/adjustments/adjustment-requests.js";
import { InvalidInputError } from "../../core/errors.js";
import { adjustmentList, createAdjustment, createdAdjustment, publicAdjustments } from "../../wire/admin-money.js";
import { formatPlayerId } from "../../wire/ids.js";
import { formatMicroUsd, microUsd, parseMicroUsd, type MicroUsd } from "../../wire/money.js";
import { withReason } from "../../wire/admin-races.js";
import { resolvePlayer } from "../admin/find-player.js";
import { actorOf } from "../auth/principal.js";
import { admin, PUBLIC, route } from "../route.js";
import { isoOrNull } from "../show/instant.js";
import { MAX_PAGE, raceIdOf, raceParams } from "./params.js";

const GROUP = "Adjustments";
const adjustmentParams = z.object({ id: z.string() });

function show({ actor: _actor, approvedBy: _approvedBy, ...one }: Adjustment) {
  return {
    ...one,
    amount: formatMicroUsd(one.amount),
    createdAt: one.createdAt.toISOString(),
    expiresAt: isoOrNull(one.expiresAt),
  };
}

function showWaiting({ amount, ...one }: WaitingAdjustment) {
  return {
    ...one,
    amount: typeof amount === "bigint" ? formatMicroUsd(amount) : null,
    setTo: typeof amount === "bigint" ? null : formatMicroUsd(amount.setTo),
    createdAt: one.createdAt.toISOString(),
    expiresAt: isoOrNull(one.expiresAt),
  };
}

export const addOneAdjustment = route({
  method: "post",
  path: "/admin/adjustments",
  access: admin("owner", "admin"),
  group: GROUP,
  summary: "Adds to a player's score or takes from it, in one race or everywhere from now on; marked in public.",
  audit: "adjustment.create",
  input: { body: createAdjustment },
  answer: { status: 201, schema: createdAdjustment },
  async handler({ context }, { body, principal }) {
    const player = await resolvePlayer(context, body.player);
    const race = body.race === undefined ? null : raceIdOf(body.race);
    const request = {
      player,
      race,
      amount:
        body.setTo === undefined ? signedAmount(body.amount ?? "0") : { setTo: signedAmount(body.setTo, "setTo") },
      reason: body.reason,
      expiresAt: body.expiresAt === undefined ? undefined : new Date(body.expiresAt),
    };
    const actor = actorOf(principal);
    const waits = body.secondApprover === true;
    const made = waits
      ? { id: await requestAdjustment(context, request, actor), isLate: false }
      : await addAdjustment(context, request, actor);
    return {
      body: { ...made, waits },
      audited: { subject: `adjustment:${made.id}`, detail: { ...body, player: `p${player}` } },
    };
  },
});

export const approveOneAdjustment = route({
  method: "post",
  path: "/admin/adjustments/:id/approve",
  access: admin("owner", "admin"),
  group: GROUP,
  summary: "Makes an adjustment count that waits for a second person; not by who asked for it.",
  audit: "adjustment.approve",
  input: { params: adjustmentParams },
  answer: { status: 201, schema: createdAdjustment },
  async handler({ context }, { params, principal }) {
    const made = await approveAdjustment(context, params.id, actorOf(principal));
    return {
      body: { ...made, waits: false },
      audited: { subject: `adjustment:${params.id}`, detail: { as: made.id } },
    };
  },
});

export const refuseOneAdjustment = route({
  method: "post",
  path: "/admin/adjustments/:id/refuse",
  access: admin("owner", "admin"),
  group: GROUP,
  summary: "Turns an adjustment down that waits for a second person; who asked for it takes it back so.",
  audit: "adjustment.refuse",
  input: { params: adjustmentParams, body: withReason },
  answer: { status: 204 },
  async handler({ context }, { params, body, principal }) {
    await refuseAdjustment(context, params.id, body.reason, actorOf(principal));
    return { body: undefined, audited: { subject: `adjustment:${params.id}`, detail: body } };
  },
});

export const revertOneAdjustment = route({
  method: "post",
  path: "/admin/adjustments/:id/revert",
  access: admin("owner", "admin"),
  group: GROUP,
  summary: "Takes an adjustment back by an opposite one; both stay visible.",
  audit: "adjustment.revert",
  input: { params: adjustmentParams, body: withReason },
  answer: { status: 201, schema: createdAdjustment },
  async handler({ context }, { params, body, principal }) {
    const made = await revertAdjustment(context, params.id, body.reason, actorOf(principal));
    return {
      body: { ...made, waits: false },
      audited: { subject: `adjustment:${params.id}`, detail: { ...body, by: made.id } },
    };
  },
});

export const allAdjustments = route({
  method: "get",
  path: "/admin/adjustments",
  access: admin("owner", "admin", "finance", "moderator"),
  group: GROUP,
  summary: "Manual corrections and who made them, newest first; `race` and `player` filter.",
  input: { query: z.object({ race: z.optional(z.string()), player: z.optional(z.string()) }) },
  answer: { status: 200, schema: adjustmentList },
  async handler({ context }, { query }) {
    const filter = {
      race: query.race === undefined ? undefined : raceIdOf(query.race),
      player: query.player === undefined ? undefined : await resolvePlayer(context, query.player),
      limit: MAX_PAGE,
    };
    const found = await listAdjustments(context, filter);
    const adjustments = found.map((one) => ({ ...show(one), actor: one.actor, approvedBy: one.approvedBy }));
    const waiting = await listWaiting(context);
    const isAsked = ({ race, player }: WaitingAdjustment) =>
      (filter.race === undefined || race === filter.race) &&
      (filter.player === undefined || player === formatPlayerId(filter.player));
    return { body: { adjustments, waiting: waiting.filter(isAsked).map(showWaiting) } };
  },
});

export const raceAdjustments = route({
  method: "get",
  path: "/races/:id/adjustments",
  access: PUBLIC,
  group: "Races",
  summary: "Manual corrections that count in a race, with their reasons, newest first.",
  input: { params: raceParams },
  answer: { status: 200, schema: publicAdjustments },
  async handler({ context }, { params }) {
    const found = await listAdjustments(context, { race: raceIdOf(params.id), limit: MAX_PAGE });
    return { body: { adjustments: found.map(show) } };
  },
});

function signedAmount(text: string, path = "amount"): MicroUsd {
  const size = parseMicroUsd(text.replace(/^-/, ""));
  if (size === undefined) {
    throw new InvalidInputError("The amount cannot be used.", [
      { path, message: "must be at most 10,000,000,000 USD with 6 decimals" },
    ]);
  }
  return text.startsWith("-") ? microUsd(0n - size) : size;
}
