import * as z from "zod/mini";
import { addAdjustment, listAdjustments, revertAdjustment, type Adjustment } from "../../core/adjustments/adjust.js";
import { InvalidInputError } from "../../core/errors.js";
import { adjustmentList, createAdjustment, createdAdjustment, publicAdjustments } from "../../wire/admin-money.js";
import { formatMicroUsd, microUsd, parseMicroUsd, type MicroUsd } from "../../wire/money.js";
import { withReason } from "../../wire/admin-races.js";
import { resolvePlayer } from "../admin/find-player.js";
import { actorOf } from "../auth/principal.js";
import { admin, PUBLIC, route } from "../route.js";
import { MAX_PAGE, raceIdOf, raceParams } from "./params.js";

const GROUP = "Adjustments";

function show({ actor: _actor, ...one }: Adjustment) {
  return { ...one, amount: formatMicroUsd(one.amount), createdAt: one.createdAt.toISOString() };
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
    const request = { player, race, amount: signedAmount(body.amount), reason: body.reason };
    const made = await addAdjustment(context, request, actorOf(principal));
    return { body: made, audited: { subject: `adjustment:${made.id}`, detail: { ...body, player: `p${player}` } } };
  },
});

export const revertOneAdjustment = route({
  method: "post",
  path: "/admin/adjustments/:id/revert",
  access: admin("owner", "admin"),
  group: GROUP,
  summary: "Takes an adjustment back by an opposite one; both stay visible.",
  audit: "adjustment.revert",
  input: { params: z.object({ id: z.string() }), body: withReason },
  answer: { status: 201, schema: createdAdjustment },
  async handler({ context }, { params, body, principal }) {
    const made = await revertAdjustment(context, params.id, body.reason, actorOf(principal));
    return { body: made, audited: { subject: `adjustment:${params.id}`, detail: { ...body, by: made.id } } };
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
    const found = await listAdjustments(context, {
      race: query.race === undefined ? undefined : raceIdOf(query.race),
      player: query.player === undefined ? undefined : await resolvePlayer(context, query.player),
      limit: MAX_PAGE,
    });
    return { body: { adjustments: found.map((one) => ({ ...show(one), actor: one.actor })) } };
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

function signedAmount(text: string): MicroUsd {
  const size = parseMicroUsd(text.replace(/^-/, ""));
  if (size === undefined) {
    throw new InvalidInputError("The amount cannot be used.", [
      { path: "amount", message: "must be at most 10,000,000,000 USD with 6 decimals" },
    ]);
  }
  return text.startsWith("-") ? microUsd(0n - size) : size;
}
