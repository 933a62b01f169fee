import { Router, type Response } from "express";
import type { SigningKeys } from "../../core/access/signing-keys.js";
import { matchesEntityTag } from "../http/entity-tag.js";
import type { Readiness } from "./readiness.js";

/** Paths for machines, outside `/api/v1`, without limits and log lines. */
export function healthRoutes(readiness: Readiness, keys: SigningKeys): Router {
  const router = Router();
  // The event loop only: a platform that restarts everything during a database outage makes it worse.
  router.get("/livez", (_request, response) => answer(response, 200, { status: "ok" }));
  router.get("/readyz", async (_request, response) => {
    const { isReady, reasons } = await readiness.report();
    answer(response, isReady ? 200 : 503, { status: isReady ? "ready" : "not ready", reasons });
  });
  router.get("/startupz", async (_request, response) => {
    const hasStarted = await readiness.hasStarted();
    answer(response, hasStarted ? 200 : 503, { status: hasStarted ? "started" : "starting" });
  });
  router.get("/.well-known/jwks.json", (request, response) => {
    const published = keys.published();
    // A key never changes under its id.
    const tag = `"${published.map(({ kid }) => kid).join(".")}"`;
    response.set({ "Cache-Control": "public, max-age=300", ETag: tag });
    if (matchesEntityTag(request.get("if-none-match"), tag)) response.status(304).end();
    else response.json({ keys: published });
  });
  return router;
}

function answer(response: Response, status: number, body: unknown): void {
  response.status(status).set("Cache-Control", "no-store").json(body);
}
