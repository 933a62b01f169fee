import * as z from "zod/mini";
import { allowedActions } from "../../core/races/race-moves.js";
import { excludePlayer, liftExclusion } from "../../core/settlement/exclude.js";
import { listExclusions } from "../../core/settlement/list-exclusions.js";
import { decideNewcomer as decideInCore } from "../../core/settlement/newcomers.js";
import { correctResult as correctInCore } from "../../core/settlement/settle-race.js";
import { settlementSummary as summarise, type SettlementFlag } from "../../core/settlement/settlement-summary.js";
import { whatIf, type Preview } from "../../core/settlement/what-if.js";
import { NotFoundError } from "../../core/errors.js";
import {
  createdExclusion,
  createExclusion,
  decideNewcomer,
  exclusionList,
  preview,
  settlementSummary,
  type settlementFlag,
} from "../../wire/admin-settlement.js";
import { telegramUserId } from "../../wire/ids.js";
import { formatCents, formatMicroUsd, microUsd } from "../../wire/money.js";
import { createRace, settledRace, withReason } from "../../wire/admin-races.js";
import { resolvePlayer } from "../admin/find-player.js";
import { actorOf } from "../auth/principal.js";
import { admin, route } from "../route.js";
import { isoOrNull } from "../show/instant.js";
import { MAX_PAGE, raceIdOf, raceParams } from "./params.js";

const MANAGERS = admin("owner", "admin");
const GROUP = "Settlement";

export const previewRace = route({
  method: "post",
  path: "/admin/what-if",
  access: MANAGERS,
  group: GROUP,
  summary: "What a race with these rules would have paid over wagers that are there already; publishes nothing.",
  audit: "race.preview",
  input: { body: createRace },
  answer: { status: 200, schema: preview },
  async handler({ context }, { body }) {
    const { totalWagered, pool, cost, leftover, players, winners, lanes } = await whatIf(context, body);
    return {
      body: {
        players,
        totalWagered: formatMicroUsd(totalWagered),
        pool: formatCents(pool),
        cost: formatCents(cost),
        leftover: formatCents(leftover),
        winners: winners.map(showWinner),
        lanes: lanes.map((lane) => ({ title: lane.title, winners: lane.winners.map(showWinner) })),
      },
      audited: { subject: "race:preview", detail: { title: body.title } },
    };
  },
});

function showWinner(one: Preview["winners"][number]): z.output<typeof preview>["winners"][number] {
  return { ...one, score: formatMicroUsd(one.score), prize: formatCents(one.prize) };
}

export const settlementScreen = route({
  method: "get",
  path: "/admin/races/:id/settlement",
  access: admin("owner", "admin", "finance", "moderator"),
  group: GROUP,
  summary: "What is in the way of settling, what came late, open cases, and flags on paid places with their evidence.",
  input: { params: raceParams },
  answer: { status: 200, schema: settlementSummary },
  async handler({ context }, { params }) {
    const seen = await summarise(context, raceIdOf(params.id));
    return {
      body: {
        ...seen,
        allowed: [...allowedActions(seen.status)],
        totalWagered: formatMicroUsd(seen.totalWagered),
        blocks: seen.blocks.map((block) => ({ ...block })),
        openNewcomers: seen.openNewcomers.map(({ player, amount, at }) => ({
          player,
          amount: formatMicroUsd(microUsd(amount)),
          at: at.toISOString(),
        })),
        late: seen.late.map((entry) => ({
          ...entry,
          counted: formatMicroUsd(microUsd(entry.counted)),
          occurredAt: entry.occurredAt.toISOString(),
          recordedAt: entry.recordedAt.toISOString(),
        })),
        flags: seen.flags.map(showFlag),
      },
    };
  },
});

function showFlag(flag: SettlementFlag): z.output<typeof settlementFlag> {
  if (flag.kind === "new_account") return { ...flag, firstSeenAt: flag.firstSeenAt.toISOString() };
  return flag.kind === "corrections" ? { ...flag, corrected: formatMicroUsd(flag.corrected) } : flag;
}

export const correctResult = route({
  method: "post",
  path: "/admin/races/:id/correct",
  access: MANAGERS,
  group: GROUP,
  summary: "Makes the next version of a result from the ledger of this moment, with a public reason.",
  audit: "race.correct",
  input: { params: raceParams, body: withReason },
  answer: { status: 200, schema: settledRace },
  async handler({ context, views }, { params, body, principal }) {
    const id = raceIdOf(params.id);
    const made = await correctInCore(context, id, body.reason, actorOf(principal));
    const { version, players, documentHash, overruled } = made;
    const result = { version, players, documentHash, overruled: overruled.map((block) => ({ ...block })) };
    return {
      body: { ...(await views.race(id)), result },
      audited: { subject: `race:${id}`, detail: { ...body, version } },
    };
  },
});

export const judgeNewcomer = route({
  method: "post",
  path: "/admin/races/:id/newcomers",
  access: MANAGERS,
  group: GROUP,
  summary: "Decides whether a newcomer's opening total counts; may be changed until the result is final.",
  audit: "newcomer.decide",
  input: { params: raceParams, body: decideNewcomer },
  answer: { status: 204 },
  async handler({ context }, { params, body, principal }) {
    const id = raceIdOf(params.id);
    const player = await resolvePlayer(context, body.player);
    await decideInCore(context, id, { ...body, player }, actorOf(principal));
    return { body: undefined, audited: { subject: `race:${id}`, detail: { ...body, player: `p${player}` } } };
  },
});

export const allExclusions = route({
  method: "get",
  path: "/admin/exclusions",
  access: admin("owner", "admin", "moderator"),
  group: GROUP,
  summary: "Who is left out of races and boards, newest first; `past=true` shows those that ended.",
  input: {
    query: z.object({ race: z.optional(z.string()), past: z.prefault(z.stringbool(), "false") }),
  },
  answer: { status: 200, schema: exclusionList },
  async handler({ context }, { query }) {
    const race = query.race === undefined ? undefined : raceIdOf(query.race);
    const found = await listExclusions(context, { race, isPast: query.past, limit: MAX_PAGE });
    return {
      body: {
        exclusions: found.map((one) => ({
          ...one,
          createdAt: one.createdAt.toISOString(),
          until: isoOrNull(one.until),
          liftedAt: isoOrNull(one.liftedAt),
        })),
      },
    };
  },
});

export const addExclusion = route({
  method: "post",
  path: "/admin/exclusions",
  access: MANAGERS,
  group: GROUP,
  summary: "Leaves a player, or a person with all linked accounts, out before ranks are computed.",
  audit: "exclusion.create",
  input: { body: createExclusion },
  answer: { status: 201, schema: createdExclusion },
  async handler({ context }, { body, principal }) {
    const target =
      body.user === undefined
        ? { player: await resolvePlayer(context, body.player ?? "") }
        : { user: telegramUserId(Number(body.user)) };
    const request = {
      ...target,
      race: body.race === undefined ? null : raceIdOf(body.race),
      kind: body.kind,
      reason: body.reason,
      ...(body.until === undefined ? {} : { until: new Date(body.until) }),
    };
    const id = String(await excludePlayer(context, request, actorOf(principal)));
    return { body: { id }, audited: { subject: `exclusion:${id}`, detail: body } };
  },
});

export const liftOneExclusion = route({
  method: "delete",
  path: "/admin/exclusions/:id",
  access: MANAGERS,
  group: GROUP,
  summary: "Takes an exclusion back; it stays for the record.",
  audit: "exclusion.lift",
  input: { params: z.object({ id: z.string() }) },
  answer: { status: 204 },
  async handler({ context }, { params, principal }) {
    if (!/^[1-9]\d{0,14}$/.test(params.id)) throw new NotFoundError("There is no such exclusion.");
    await liftExclusion(context, Number(params.id), actorOf(principal));
    return { body: undefined, audited: { subject: `exclusion:${params.id}` } };
  },
});
