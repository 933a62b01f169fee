import * as z from "zod/mini";
import { readQueueCounts } from "../../core/access/queue-counts.js";
import { lastWagerDays as readWagerDays } from "../../core/ledger/wager-days.js";
import { adminQueues, wagerDays } from "../../wire/admin-overview.js";
import { formatMicroUsd } from "../../wire/money.js";
import { admin, route } from "../route.js";

const STAFF = admin("owner", "admin", "finance", "moderator");
const GROUP = "Overview";
/** Two weeks: each day can be compared with the same one of the week before. */
const DEFAULT_DAYS = 14;
const MOST_DAYS = 62;

export const waitingQueues = route({
  method: "get",
  path: "/admin/queues",
  access: STAFF,
  group: GROUP,
  summary: "How much waits for a decision: results, prizes, links, cases, dead letters, entries of challenges.",
  input: {},
  answer: { status: 200, schema: adminQueues },
  async handler({ context }) {
    return { body: await readQueueCounts(context) };
  },
});

export const lastWagerDays = route({
  method: "get",
  path: "/admin/wager-days",
  access: STAFF,
  group: GROUP,
  summary: "What was wagered on each of the operator's last days, and by how many players.",
  input: {
    query: z.object({
      days: z.prefault(z.coerce.number().check(z.int(), z.gte(1), z.lte(MOST_DAYS)), DEFAULT_DAYS),
    }),
  },
  answer: { status: 200, schema: wagerDays },
  async handler({ context }, { query }) {
    const days = await readWagerDays(context, query.days);
    return {
      body: {
        timeZone: context.timeZone,
        days: days.map(({ at, wagered, players }) => ({
          at: at.toISOString(),
          wagered: formatMicroUsd(wagered),
          players,
        })),
      },
    };
  },
});
