import * as z from "zod/mini";
import { NotFoundError } from "../../core/errors.js";
import { parseInput } from "../http/parse-input.js";
import { serveStream } from "../live/stream.js";
import { PUBLIC, type Route } from "../route.js";
import { raceIdOf, raceParams } from "./params.js";

const streamInput = z.object({ params: raceParams });

export const raceStream: Route = {
  method: "get",
  path: "/races/:id/stream",
  access: PUBLIC,
  group: "Standings",
  summary: "The live feed of one race as server-sent events, for networks without WebSocket.",
  input: { params: raceParams },
  status: 200,
  answer: undefined,
  mediaType: "text/event-stream",
  async run() {
    throw new NotFoundError("A stream has no single answer.");
  },
  async write({ feed }, call, response) {
    const { params } = parseInput(streamInput, call.input);
    await serveStream(feed, `race:${raceIdOf(params.id)}`, call, response);
  },
};
