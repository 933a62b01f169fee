import * as z from "zod/mini";
import { asTemplate } from "../../core/races/change-race.js";
import { createRace as createInCore } from "../../core/races/create-race.js";
import { dividePool, PRIZE_TEMPLATES } from "../../core/races/prize-templates.js";
import { readRace } from "../../core/races/read-races.js";
import { createSeries as createSeriesInCore, listSeries, stopSeries } from "../../core/races/race-series.js";
import { InvalidInputError, NotFoundError } from "../../core/errors.js";
import { formatCents, parseCents } from "../../wire/money.js";
import { race } from "../../wire/race.js";
import { cloneRace, createdSeries, createSeries, prizeTemplates, seriesList } from "../../wire/race-series.js";
import { actorOf } from "../auth/principal.js";
import { admin, route } from "../route.js";
import { raceIdOf, raceParams } from "./params.js";

const MANAGERS = admin("owner", "admin");
const GROUP = "Series and templates";

export const allSeries = route({
  method: "get",
  path: "/admin/series",
  access: MANAGERS,
  group: GROUP,
  summary: "Races that come again by a calendar rule, active ones first.",
  input: {},
  answer: { status: 200, schema: seriesList },
  async handler({ context }) {
    const series = await listSeries(context);
    return { body: { series: series.map((one) => ({ ...one, races: [...one.races] })) } };
  },
});

export const addSeries = route({
  method: "post",
  path: "/admin/series",
  access: MANAGERS,
  group: GROUP,
  summary: "Starts a series; its next race is made at once, and each following one when the one before has started.",
  audit: "series.create",
  input: { body: createSeries },
  answer: { status: 201, schema: createdSeries },
  async handler({ context }, { body, principal }) {
    const made = await createSeriesInCore(context, body, actorOf(principal));
    return {
      body: made,
      audited: { subject: `series:${made.id}`, detail: { title: body.template.title, rule: body.rule } },
    };
  },
});

export const endSeries = route({
  method: "post",
  path: "/admin/series/:id/stop",
  access: MANAGERS,
  group: GROUP,
  summary: "Ends a series; races it has made stay as they are.",
  audit: "series.stop",
  input: { params: z.object({ id: z.string() }) },
  answer: { status: 204 },
  async handler({ context }, { params }) {
    await stopSeries(context, params.id);
    return { body: undefined, audited: { subject: `series:${params.id}` } };
  },
});

export const copyRace = route({
  method: "post",
  path: "/admin/races/:id/clone",
  access: MANAGERS,
  group: GROUP,
  summary: "Makes a race like another one in a new window, as a `draft` if wanted.",
  audit: "race.clone",
  input: { params: raceParams, body: cloneRace },
  answer: { status: 201, schema: race },
  async handler({ context, views }, { params, body, principal }) {
    const from = raceIdOf(params.id);
    const like = await readRace(context.pool, from);
    if (like === undefined) throw new NotFoundError("There is no race with this id.");
    const { draft: isDraft = false, title = like.title, ...window } = body;
    const input = { ...asTemplate(like), ...window, title };
    const id = await createInCore(context, input, actorOf(principal), { isDraft });
    return {
      body: await views.race(id, { withDrafts: true }),
      audited: { subject: `race:${id}`, detail: { like: from } },
    };
  },
});

export const poolTemplates = route({
  method: "get",
  path: "/admin/prize-templates",
  access: MANAGERS,
  group: GROUP,
  summary: "A pool divided by each ready template, to the cent.",
  input: { query: z.object({ pool: z.prefault(z.string(), "1000") }) },
  answer: { status: 200, schema: prizeTemplates },
  async handler(_services, { query }) {
    const pool = parseCents(query.pool);
    if (pool === undefined || pool <= 0n) {
      throw new InvalidInputError("The pool cannot be divided.", [
        { path: "pool", message: "must be above 0 with at most 2 decimals" },
      ]);
    }
    const templates = Object.entries(PRIZE_TEMPLATES).map(([name, shares]) => ({
      name,
      prizes: dividePool(pool, shares).map(formatCents),
    }));
    return { body: { pool: formatCents(pool), templates } };
  },
});
