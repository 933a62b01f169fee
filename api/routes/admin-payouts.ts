import * as z from "zod/mini";
import {
  listPayouts,
  payoutFigure,
  payoutHistory as readHistory,
  payoutsCsv,
} from "../../core/payouts/list-payouts.js";
import {
  approvePayout,
  confirmPayoutFor,
  failPayout as failInCore,
  payPayout as payInCore,
} from "../../core/payouts/move-payout.js";
import type { Payout } from "../../core/payouts/payout-record.js";
import { fullNamesOf, type FullName } from "../../core/players/full-names.js";
import { formatCents } from "../../wire/money.js";
import { failPayout, payout, payoutHistory, payoutList, payoutState, payPayout } from "../../wire/payouts.js";
import { actorOf } from "../auth/principal.js";
import { parseInput } from "../http/parse-input.js";
import { admin, route, type Route } from "../route.js";
import type { ApiServices } from "../services.js";
import { showPrize } from "../show/prize.js";
import { nextIdCursor, pageQuery, raceIdOf } from "./params.js";
import { readCursor } from "../../core/views/cursor.js";

const CASHIERS = admin("owner", "admin", "finance");
const GROUP = "Payouts";
const payoutParams = z.object({ id: z.string() });

function showPayout(one: Payout, names: ReadonlyMap<string, FullName>): z.output<typeof payout> {
  const found = names.get(one.player);
  return {
    ...showPrize(one),
    account: {
      id: one.player,
      name: found?.name ?? one.player,
      source: found?.source ?? "",
      playerId: found?.externalId ?? "",
    },
    user: one.user === null ? null : String(one.user),
    createdBy: one.createdBy,
    approvedBy: one.approvedBy,
    flag: one.flag,
    ...(one.rolledInto !== undefined && { rolledInto: one.rolledInto }),
  };
}

/** The answer and the audit of a move. */
async function moved({ context }: ApiServices, after: Payout, detail: unknown = {}) {
  const names = await fullNamesOf(context.pool, [after.player]);
  return {
    body: showPayout(after, names),
    audited: {
      subject: `payout:${after.id}`,
      detail: { ...originOf(after), player: after.player, amount: formatCents(after.amount), ...asRecord(detail) },
    },
  };
}

function originOf({ origin }: Payout): object {
  return origin.kind === "race" ? { race: origin.race } : { reward: origin.reward, grant: origin.grant };
}

function asRecord(detail: unknown): object {
  return typeof detail === "object" && detail !== null ? detail : {};
}

export const allPayouts = route({
  method: "get",
  path: "/admin/payouts",
  access: CASHIERS,
  group: GROUP,
  summary: "Prizes on their way to their winners, newest first, with the public figure of how fast they are paid.",
  input: {
    query: z.extend(pageQuery, { race: z.optional(z.string()), state: z.optional(payoutState) }),
  },
  answer: { status: 200, schema: payoutList },
  async handler({ context }, { query }) {
    const found = await listPayouts(context, {
      race: query.race === undefined ? undefined : raceIdOf(query.race),
      states: query.state === undefined ? undefined : [query.state],
      limit: query.limit,
      after: query.cursor === undefined ? undefined : readCursor(query.cursor, 1)[0],
    });
    const names = await fullNamesOf(
      context.pool,
      found.map(({ player }) => player),
    );
    return {
      body: {
        payouts: found.map((one) => showPayout(one, names)),
        nextCursor: nextIdCursor(found, query.limit),
        figure: await payoutFigure(context),
      },
    };
  },
});

const csvInput = z.object({ query: z.object({ race: z.string() }) });

export const payoutsAsCsv: Route = {
  method: "get",
  path: "/admin/payouts.csv",
  access: CASHIERS,
  group: GROUP,
  summary: "The payouts of a race for a spreadsheet (RFC 4180).",
  input: { query: z.object({ race: z.string() }) },
  status: 200,
  answer: undefined,
  mediaType: "text/csv",
  async run({ context }, { input }) {
    const { query } = parseInput(csvInput, input);
    return { body: await payoutsCsv(context, raceIdOf(query.race)) };
  },
};

export const onePayoutHistory = route({
  method: "get",
  path: "/admin/payouts/:id/history",
  access: CASHIERS,
  group: GROUP,
  summary: "Every move of a payout, oldest first.",
  input: { params: payoutParams },
  answer: { status: 200, schema: payoutHistory },
  async handler({ context }, { params }) {
    const events = await readHistory(context, params.id);
    return { body: { events: events.map((one) => ({ ...one, at: one.at.toISOString() })) } };
  },
});

export const approveOnePayout = route({
  method: "post",
  path: "/admin/payouts/:id/approve",
  access: CASHIERS,
  group: GROUP,
  summary: "Lets a claimed prize be paid; where two may approve, not by who created it, and never by the winner.",
  audit: "payout.approve",
  input: { params: payoutParams },
  answer: { status: 200, schema: payout },
  async handler(services, { params, principal }) {
    return moved(services, await approvePayout(services.context, params.id, actorOf(principal)));
  },
});

export const payOnePayout = route({
  method: "post",
  path: "/admin/payouts/:id/pay",
  access: CASHIERS,
  group: GROUP,
  summary: "Notes that an approved prize was sent, with the number of the payment.",
  audit: "payout.pay",
  input: { params: payoutParams, body: payPayout },
  answer: { status: 200, schema: payout },
  async handler(services, { params, body, principal }) {
    return moved(services, await payInCore(services.context, params.id, body, actorOf(principal)), body);
  },
});

export const failOnePayout = route({
  method: "post",
  path: "/admin/payouts/:id/fail",
  access: CASHIERS,
  group: GROUP,
  summary: "Turns a claim down, or notes that a payment came back: it can be claimed or approved again.",
  audit: "payout.fail",
  input: { params: payoutParams, body: failPayout },
  answer: { status: 200, schema: payout },
  async handler(services, { params, body, principal }) {
    return moved(services, await failInCore(services.context, params.id, body, actorOf(principal)), body);
  },
});

export const confirmOnePayout = route({
  method: "post",
  path: "/admin/payouts/:id/confirm",
  access: CASHIERS,
  group: GROUP,
  summary: "Notes that the winner said elsewhere that his prize has arrived.",
  audit: "payout.confirm",
  input: { params: payoutParams },
  answer: { status: 200, schema: payout },
  async handler(services, { params, principal }) {
    return moved(services, await confirmPayoutFor(services.context, params.id, actorOf(principal)));
  },
});
