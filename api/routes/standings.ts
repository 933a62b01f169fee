import * as z from "zod/mini";
import type { BoardKey } from "../../core/boards/live-boards.js";
import { pastStandings } from "../../core/views/past-standings.js";
import type { Views } from "../../core/views/views.js";
import { period, standings, type Standings } from "../../wire/race.js";
import { instantParameter } from "../../wire/scalars.js";
import { entityTag, matchesEntityTag } from "../http/entity-tag.js";
import { PUBLIC, route, type NotModified, type Reply } from "../route.js";
import { DEFAULT_SPAN, pageQuery, playerIdOf, raceIdOf, raceParams } from "./params.js";

const aroundQuery = z.object({
  span: z.prefault(z.coerce.number().check(z.int(), z.gte(0), z.lte(50)), DEFAULT_SPAN),
});

export const raceStandings = route({
  method: "get",
  path: "/races/:id/standings",
  access: PUBLIC,
  group: "Standings",
  summary: "A page of a race's board. Answers with an ETag of the board's version.",
  input: { params: raceParams, query: pageQuery },
  answer: { status: 200, schema: standings },
  async handler({ views }, { params, query, header }) {
    const key: BoardKey = `race:${raceIdOf(params.id)}`;
    return (
      (await known(views, key, header("if-none-match"))) ??
      positioned(await views.standings(key, query.limit, query.cursor))
    );
  },
});

export const standingsAround = route({
  method: "get",
  path: "/races/:id/standings/around/:player",
  access: PUBLIC,
  group: "Standings",
  summary: "The rows around one player, best first; no rows while he has no score.",
  input: { params: z.extend(raceParams, { player: z.string() }), query: aroundQuery },
  answer: { status: 200, schema: standings },
  async handler({ views }, { params, query, header }) {
    const key: BoardKey = `race:${raceIdOf(params.id)}`;
    const player = playerIdOf(params.player);
    return (
      (await known(views, key, header("if-none-match"))) ?? positioned(await views.around(key, player, query.span))
    );
  },
});

export const leaderboard = route({
  method: "get",
  path: "/leaderboards/:period",
  access: PUBLIC,
  group: "Standings",
  summary:
    "A page of the board of the running day, week or month, or of all time; with `at`, of the one that held a moment.",
  input: { params: z.object({ period }), query: z.extend(pageQuery, { at: z.optional(instantParameter) }) },
  answer: { status: 200, schema: standings },
  async handler({ context, views }, { params, query, header }) {
    if (query.at !== undefined) {
      return positioned(await pastStandings(context, params.period, new Date(query.at), query));
    }
    const key: BoardKey = `board:${params.period}`;
    return (
      (await known(views, key, header("if-none-match"))) ??
      positioned(await views.standings(key, query.limit, query.cursor))
    );
  },
});

/** A poller who is up to date costs no query of his own. */
async function known(views: Views, key: BoardKey, ifNoneMatch: string | undefined): Promise<NotModified | undefined> {
  if (ifNoneMatch === undefined) return undefined;
  const version = await views.position(key);
  return version !== undefined && matchesEntityTag(ifNoneMatch, entityTag(version))
    ? { notModified: version }
    : undefined;
}

function positioned(body: Standings): Reply<Standings> {
  return { body, position: { epoch: body.epoch, version: body.version } };
}
