import * as z from "zod/mini";
import { changeRace as changeRaceInCore } from "../../core/races/change-race.js";
import { createRace as createRaceInCore, publishRace as publishRaceInCore } from "../../core/races/create-race.js";
import { endRaceEarly, extendRace as extendRaceInCore } from "../../core/races/move-end.js";
import { voidRace as voidRaceInCore } from "../../core/races/void-race.js";
import { explainPlayer } from "../../core/settlement/explain-player.js";
import { finalizeRace as finalizeRaceInCore } from "../../core/settlement/finalize-race.js";
import { settleRace as settleRaceInCore } from "../../core/settlement/settle-race.js";
import { formatMicroUsd } from "../../wire/money.js";
import {
  changeRace,
  extendRace,
  finalizeRace as finalizeRaceBody,
  finalRace,
  newRace,
  settledRace,
  withReason,
} from "../../wire/admin-races.js";
import { race, raceList } from "../../wire/race.js";
import { explanation } from "../../wire/result.js";
import { resolvePlayer } from "../admin/find-player.js";
import { actorOf } from "../auth/principal.js";
import { admin, route } from "../route.js";
import { raceIdOf, raceParams } from "./params.js";
import { asRaceListQuery, raceListQuery } from "./race-list-query.js";

const MANAGERS = admin("owner", "admin");
const STAFF = admin("owner", "admin", "finance", "moderator");
const GROUP = "Administration";
/** Drafts are administrators' business. */
const ANY_STATE = { withDrafts: true };

export const listAllRaces = route({
  method: "get",
  path: "/admin/races",
  access: STAFF,
  group: GROUP,
  summary: "All races, drafts and those that were given up included; else as `GET /races`.",
  input: { query: raceListQuery },
  answer: { status: 200, schema: raceList },
  async handler({ views }, { query }) {
    return { body: await views.races({ ...asRaceListQuery(query), ...ANY_STATE }) };
  },
});

export const oneOfAllRaces = route({
  method: "get",
  path: "/admin/races/:id",
  access: STAFF,
  group: GROUP,
  summary: "One race, also while it is a draft.",
  input: { params: raceParams },
  answer: { status: 200, schema: race },
  async handler({ views }, { params }) {
    return { body: await views.race(raceIdOf(params.id), ANY_STATE) };
  },
});

export const addRace = route({
  method: "post",
  path: "/admin/races",
  access: MANAGERS,
  group: GROUP,
  summary: "Creates a race; it is live at once when its start has come. A `draft` waits until it is published.",
  audit: "race.create",
  input: { body: newRace },
  answer: { status: 201, schema: race },
  async handler({ context, views }, { body, principal }) {
    const { draft: isDraft = false, ...input } = body;
    const id = await createRaceInCore(context, input, actorOf(principal), { isDraft });
    const detail = { title: body.title, ...(isDraft && { draft: true }) };
    return { body: await views.race(id, ANY_STATE), audited: { subject: `race:${id}`, detail } };
  },
});

export const publishRace = route({
  method: "post",
  path: "/admin/races/:id/publish",
  access: MANAGERS,
  group: GROUP,
  summary:
    "Makes a draft public: scheduled, or live at once when its start has come. 409 once its end is past: change its window first.",
  audit: "race.publish",
  input: { params: raceParams },
  answer: { status: 200, schema: race },
  async handler({ context, views }, { params, principal }) {
    const id = raceIdOf(params.id);
    await publishRaceInCore(context, id, actorOf(principal));
    return { body: await views.race(id), audited: { subject: `race:${id}` } };
  },
});

export const editRace = route({
  method: "patch",
  path: "/admin/races/:id",
  access: MANAGERS,
  group: GROUP,
  summary:
    "Changes a race: freely before its start, with a public `note` and a new version of the rules while it is live.",
  audit: "race.change",
  input: { params: raceParams, body: changeRace },
  answer: { status: 200, schema: race },
  async handler({ context, views }, { params, body, principal }) {
    const id = raceIdOf(params.id);
    await changeRaceInCore(context, id, body, actorOf(principal));
    return { body: await views.race(id, ANY_STATE), audited: { subject: `race:${id}`, detail: body } };
  },
});

export const cancelRace = route({
  method: "post",
  path: "/admin/races/:id/void",
  access: MANAGERS,
  group: GROUP,
  summary: "Cancels a race for good, with a public reason; possible until it is final. A draft is given up unseen.",
  audit: "race.void",
  input: { params: raceParams, body: withReason },
  answer: { status: 200, schema: race },
  async handler({ context, views }, { params, body, principal }) {
    const id = raceIdOf(params.id);
    await voidRaceInCore(context, id, body.reason, actorOf(principal));
    return { body: await views.race(id, ANY_STATE), audited: { subject: `race:${id}`, detail: body } };
  },
});

export const endRace = route({
  method: "post",
  path: "/admin/races/:id/end-early",
  access: MANAGERS,
  group: GROUP,
  summary: "Ends a live race at this moment, with a public reason.",
  audit: "race.end_early",
  input: { params: raceParams, body: withReason },
  answer: { status: 200, schema: race },
  async handler({ context, views }, { params, body, principal }) {
    const id = raceIdOf(params.id);
    await endRaceEarly(context, id, body.reason, actorOf(principal));
    return { body: await views.race(id), audited: { subject: `race:${id}`, detail: body } };
  },
});

export const prolongRace = route({
  method: "post",
  path: "/admin/races/:id/extend",
  access: MANAGERS,
  group: GROUP,
  summary: "Moves the end of a live race to a later moment, with a public reason.",
  audit: "race.extend",
  input: { params: raceParams, body: extendRace },
  answer: { status: 200, schema: race },
  async handler({ context, views }, { params, body, principal }) {
    const id = raceIdOf(params.id);
    const extension = { endsAt: new Date(body.endsAt), reason: body.reason };
    await extendRaceInCore(context, id, extension, actorOf(principal));
    return { body: await views.race(id), audited: { subject: `race:${id}`, detail: body } };
  },
});

export const settleRace = route({
  method: "post",
  path: "/admin/races/:id/settle",
  access: MANAGERS,
  group: GROUP,
  summary: "Settles a race that has ended: skips the rest of the grace time and overrules what stands against it.",
  audit: "race.settle",
  input: { params: raceParams },
  answer: { status: 200, schema: settledRace },
  async handler({ context, views }, { params, principal }) {
    const id = raceIdOf(params.id);
    const { version, players, documentHash, overruled } = await settleRaceInCore(context, id, actorOf(principal));
    const result = { version, players, documentHash, overruled: overruled.map((block) => ({ ...block })) };
    return { body: { ...(await views.race(id)), result }, audited: { subject: `race:${id}`, detail: result } };
  },
});

export const finalizeRace = route({
  method: "post",
  path: "/admin/races/:id/finalize",
  access: MANAGERS,
  group: GROUP,
  summary:
    "Closes a provisional result: skips the rest of the dispute window; its prizes are owed from now on. 409 while a case is open, unless `overrule` says why.",
  audit: "race.finalize",
  input: { params: raceParams, body: finalizeRaceBody },
  answer: { status: 200, schema: finalRace },
  async handler({ context, views }, { params, body, principal }) {
    const id = raceIdOf(params.id);
    const result = await finalizeRaceInCore(context, id, actorOf(principal), body.overrule);
    return {
      body: { ...(await views.race(id)), result },
      audited: { subject: `race:${id}`, detail: { ...result, ...body } },
    };
  },
});

export const explainScore = route({
  method: "get",
  path: "/admin/races/:id/explain/:player",
  access: STAFF,
  group: GROUP,
  summary:
    "The ledger entries that make a player's score: of the newest result, or of this moment while there is none.",
  input: { params: z.extend(raceParams, { player: z.string() }) },
  answer: { status: 200, schema: explanation },
  async handler({ context }, { params }) {
    const id = raceIdOf(params.id);
    const player = await resolvePlayer(context, params.player);
    const found = await explainPlayer(context, id, player);
    return {
      body: { ...found, race: id, score: formatMicroUsd(found.score), sum: formatMicroUsd(found.sum) },
    };
  },
});
