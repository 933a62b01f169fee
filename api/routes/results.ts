import type { Response } from "express";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as z from "zod/mini";
import { NotFoundError } from "../../core/errors.js";
import { readResult, type PublishedResult } from "../../core/settlement/read-result.js";
import { resultDocument } from "../../wire/result.js";
import { matchesEntityTag } from "../http/entity-tag.js";
import { parseInput } from "../http/parse-input.js";
import { PUBLIC, type RawCall, type Route } from "../route.js";
import { raceIdOf, raceParams } from "./params.js";

const versionParams = z.extend(raceParams, { version: z.string().check(z.regex(/^[1-9]\d{0,8}$/)) });
const newestInput = z.object({ params: raceParams });
const versionInput = z.object({ params: versionParams });

const SHARED = {
  method: "get",
  access: PUBLIC,
  group: "Results",
  status: 200,
  answer: resultDocument,
  mediaType: "application/json",
  async run(): Promise<never> {
    throw new NotFoundError("A document is sent in pieces.");
  },
} as const;

export const newestResult: Route = {
  ...SHARED,
  path: "/races/:id/results",
  summary: "The newest result document of a race, in its canonical form; 404 before settlement.",
  input: { params: raceParams },
  async write({ context }, call, response) {
    const { params } = parseInput(newestInput, call.input);
    const result = await readResult(context, raceIdOf(params.id));
    await sendDocument(result, call, response, "public, no-cache");
  },
};

export const resultVersion: Route = {
  ...SHARED,
  path: "/races/:id/results/:version",
  summary: "One version of a race's result document. A version never changes.",
  input: { params: versionParams },
  async write({ context }, call, response) {
    const { params } = parseInput(versionInput, call.input);
    const result = await readResult(context, raceIdOf(params.id), Number(params.version));
    await sendDocument(result, call, response, "public, max-age=31536000, immutable");
  },
};

/** In pieces as stored: a document of a million players has 250 MB, which no process should hold for one reader. */
async function sendDocument(
  result: PublishedResult,
  call: RawCall,
  response: Response,
  caching: string,
): Promise<void> {
  const tag = `"${result.documentHash}"`;
  response.set({ ETag: tag, "Cache-Control": caching });
  if (matchesEntityTag(call.header("if-none-match"), tag)) {
    response.status(304).end();
    return;
  }
  response.status(200).type("application/json");
  if (response.req.method === "HEAD") {
    response.end();
    return;
  }
  try {
    await pipeline(Readable.from(result.text()), response);
  } catch (error) {
    // The reader left before the end, which is his right.
    if (!(error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE")) throw error;
  }
}
