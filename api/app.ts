import compression from "compression";
import express, { type Express, type RequestHandler } from "express";
import { NotFoundError } from "../core/errors.js";
import { onOccasion } from "../core/occasion.js";
import type { Readiness } from "./health/readiness.js";
import { healthRoutes } from "./health/routes.js";
import { LIVE_PATH } from "../wire/live.js";
import { COMPRESS_ABOVE_BYTES } from "./http/compress-above.js";
import { cors } from "./http/cors.js";
import { requestIdFrom } from "./http/request-id.js";
import { apiHeaders, miniAppHeaders } from "./http/security-headers.js";
import { serveMiniApp } from "./mini-app/serve.js";
import { mountRoutes, problemHandler } from "./mount.js";
import { DOCS_STYLE_HASH } from "./openapi/docs-page.js";
import type { Route } from "./route.js";
import type { ApiServices } from "./services.js";

/** Puts the parts of the HTTP side in order: ids and health first, then the API, and the Mini App for everything else. */
export function createApp(
  services: ApiServices,
  routes: readonly Route[],
  readiness: Readiness,
  origins: ReadonlySet<string>,
): Express {
  const { config } = services;
  const headers = { publicUrl: config.publicUrl, sandboxOrigin: config.sandboxOrigin };
  const app = express();
  app.disable("x-powered-by");
  // Boards have tags of their own; hashing every other answer would cost more than it saves.
  app.set("etag", false);
  app.use(identify(services));
  app.use(compression({ threshold: COMPRESS_ABOVE_BYTES }));
  app.use("/api/v1/docs", apiHeaders(headers, DOCS_STYLE_HASH));
  app.use(
    ["/api", LIVE_PATH, "/livez", "/readyz", "/startupz", "/.well-known"],
    skipWhen("/api/v1/docs", apiHeaders(headers)),
  );
  app.get(LIVE_PATH, upgradeRequired);
  app.use(healthRoutes(readiness, services.keys));
  app.use("/api/v1", cors(origins), mountRoutes(services, routes));
  app.use("/api", nothingHere);
  app.use(miniAppHeaders(headers), serveMiniApp(services));
  app.use(problemHandler(services));
  return app;
}

/** Somebody opened the feed as a page. */
const upgradeRequired: RequestHandler = (_request, response) => {
  response.status(426).set({ Upgrade: "websocket", Connection: "Upgrade" }).type("text").send("This is a WebSocket.\n");
};

/** A program that asks for an unknown version of the API must not be answered with the Mini App's page. */
const nothingHere: RequestHandler = () => {
  throw new NotFoundError("There is nothing at this path; see /api/v1/docs.");
};

function skipWhen(path: string, handler: ReturnType<typeof apiHeaders>): RequestHandler {
  return (request, response, next) =>
    request.originalUrl.split("?")[0] === path ? next() : handler(request, response, next);
}

/** Gives each request its id and writes one line about it: the path without its query, and nobody's headers. */
function identify({ context, traffic }: Pick<ApiServices, "context" | "traffic">): RequestHandler {
  return (request, response, next) => {
    const requestId = requestIdFrom(request.get("x-request-id"));
    response.locals["requestId"] = requestId;
    response.set("X-Request-Id", requestId);
    const startedMs = performance.now();
    response.once("close", () => {
      const ms = performance.now() - startedMs;
      // Who went away before the answer saw none; a stream lasts as long as somebody reads it.
      const isAnswer =
        response.headersSent && !String(response.getHeader("content-type")).startsWith("text/event-stream");
      if (isAnswer) traffic.note(response.statusCode, ms);
      const fields = {
        req_id: requestId,
        method: request.method,
        path: request.originalUrl.split("?")[0],
        status: response.statusCode,
      };
      context.log.debug({ ...fields, ms: Math.round(ms) }, "request");
    });
    onOccasion(requestId, next);
  };
}
