import * as z from "zod/mini";
import { NotFoundError } from "../../core/errors.js";
import { race, raceList, raceStatus, type RaceStatus } from "../../wire/race.js";
import { raceLanes } from "../../wire/race-lanes.js";
import { parseInput } from "../http/parse-input.js";
import { PUBLIC, route } from "../route.js";
import { pageQuery, raceIdOf, raceParams } from "./params.js";

const listQuery = z.extend(pageQuery, {
  /** One status or several, separated by commas. */
  status: z.optional(z.string().check(z.maxLength(100))),
});
const statusList = z.object({ query: z.object({ status: z.array(raceStatus) }) });

export const listRaces = route({
  method: "get",
  path: "/races",
  access: PUBLIC,
  group: "Races",
  summary: "Races, newest start first; `status` takes one status or several separated by commas.",
  input: { query: listQuery },
  answer: { status: 200, schema: raceList },
  async handler({ views }, { query }) {
    const { limit, cursor } = query;
    const statuses = readStatuses(query.status);
    return {
      body: await views.races({ limit, ...(statuses && { statuses }), ...(cursor === undefined ? {} : { cursor }) }),
    };
  },
});

export const currentRace = route({
  method: "get",
  path: "/races/current",
  access: PUBLIC,
  group: "Races",
  summary: "The live race that ends soonest, else the next scheduled one, else the newest that has ended.",
  input: {},
  answer: { status: 200, schema: race },
  async handler({ views }) {
    const current = await views.currentRace();
    if (current === null) throw new NotFoundError("There is no race yet.");
    return { body: current };
  },
});

export const oneRace = route({
  method: "get",
  path: "/races/:id",
  access: PUBLIC,
  group: "Races",
  summary: "One race.",
  input: { params: raceParams },
  answer: { status: 200, schema: race },
  async handler({ views }, { params }) {
    return { body: await views.race(raceIdOf(params.id)) };
  },
});

export const lanesOfRace = route({
  method: "get",
  path: "/races/:id/lanes",
  access: PUBLIC,
  group: "Races",
  summary: "The best places of a race's lanes: prizes for those who have none of the main table.",
  input: { params: raceParams },
  answer: { status: 200, schema: raceLanes },
  async handler({ views }, { params }) {
    return { body: await views.lanes(raceIdOf(params.id)) };
  },
});

/** Drafts are nobody's business: asking for them finds none. */
function readStatuses(text: string | undefined): RaceStatus[] | undefined {
  if (text === undefined) return undefined;
  return parseInput(statusList, { query: { status: text.split(",") } }).query.status;
}
