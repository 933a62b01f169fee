import type { RequestHandler } from "express";

/** Exact allow-list, without credentials: the API is used with `Authorization`, never with cookies. */
export function cors(allowed: ReadonlySet<string>): RequestHandler {
  return (request, response, next) => {
    const origin = request.headers.origin;
    response.vary("Origin");
    if (origin !== undefined && allowed.has(origin)) {
      response.set("Access-Control-Allow-Origin", origin);
      response.set("Access-Control-Expose-Headers", "ETag, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id");
    }
    if (request.method !== "OPTIONS" || request.headers["access-control-request-method"] === undefined) return next();
    if (origin !== undefined && allowed.has(origin)) {
      response.set("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE");
      response.set("Access-Control-Allow-Headers", "Authorization, Content-Type, If-None-Match, X-Request-Id");
      response.set("Access-Control-Max-Age", "600");
    }
    response.status(204).end();
  };
}
