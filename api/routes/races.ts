import { NotFoundError } from "../../core/errors.js";
import { race, raceList } from "../../wire/race.js";
import { raceLanes } from "../../wire/race-lanes.js";
import { PUBLIC, route } from "../route.js";
import { raceIdOf, raceParams } from "./params.js";
import { asRaceListQuery, raceListQuery } from "./race-list-query.js";

export const listRaces = route({
  method: "get",
  path: "/races",
  access: PUBLIC,
  group: "Races",
  summary: "Races, newest start first; `status` takes one status or several separated by commas.",
  input: { query: raceListQuery },
  answer: { status: 200, schema: raceList },
  async handler({ views }, { query }) {
    // Drafts are nobody's business: asking for them finds none.
    return { body: await views.races(asRaceListQuery(query)) };
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
