import express, { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from "express";
import { appendAudit } from "../core/access/audit.js";
import { NotFoundError, UnauthorizedError } from "../core/errors.js";
import { authenticate, bearsApiKey } from "./auth/authenticate.js";
import { authorise } from "./auth/authorise.js";
import { actorOf, type Principal } from "./auth/principal.js";
import { addressKey, clientAddress } from "../wire/client-address.js";
import { entityTag, matchesEntityTag, type BoardPosition } from "./http/entity-tag.js";
import { MethodNotAllowedError, UnsupportedMediaTypeError } from "./http/http-errors.js";
import { toProblem } from "./http/problem.js";
import { rateLimitHeaders, refuseWhenSpent, type LimitName, type Taken } from "./http/rate-limits.js";
import type { RawCall, Reply, Route } from "./route.js";
import type { ApiServices } from "./services.js";

const BODY_LIMIT = 100 * 1_024;
const readJson = readJsonUpTo(BODY_LIMIT);

function readJsonUpTo(limit: number): RequestHandler {
  return express.json({ limit, inflate: false, type: "application/json" });
}

/** Makes Express routes of the table; a known path asked with an unknown method answers 405. */
export function mountRoutes(services: ApiServices, routes: readonly Route[]): Router {
  const router = Router({ caseSensitive: true });
  for (const path of new Set(routes.map((route) => route.path))) {
    const here = routes.filter((route) => route.path === path);
    const at = router.route(path);
    for (const route of here) at[route.method](...handlersOf(services, route));
    const methods = here.map((route) => route.method.toUpperCase());
    if (methods.includes("GET")) methods.push("HEAD");
    at.all(() => {
      throw new MethodNotAllowedError(methods);
    });
  }
  router.use(() => {
    throw new NotFoundError("There is nothing at this path; see /api/v1/docs.");
  });
  return router;
}

function handlersOf(services: ApiServices, route: Route): RequestHandler[] {
  const guarded = guard(services, route);
  return route.input.body === undefined
    ? [guarded, answer(services, route)]
    : [
        guarded,
        requireJson,
        route.bodyLimit === undefined ? readJson : readJsonUpTo(route.bodyLimit),
        answer(services, route),
      ];
}

/** Limits, then who, then whether he may: before a byte of the body is read. */
function guard(services: ApiServices, route: Route): RequestHandler {
  return async (request, response, next) => {
    const { authorization } = request.headers;
    const address = addressOf(services, request);
    const taken: Taken[] = [];
    async function take(name: LimitName, key: string): Promise<void> {
      const result = await services.limits.take(name, key);
      taken.push(result);
      response.set(rateLimitHeaders(taken));
      refuseWhenSpent(result);
    }
    if (!bearsApiKey(authorization)) await take("address", addressKey(address));
    const caller: Principal =
      route.access.kind === "init-data" ? { kind: "anonymous" } : await authenticate(services, authorization, address);
    if (caller.kind === "key") await take("apiKey", caller.keyId);
    else if (caller.kind === "user") await take(limitOf(route), String(caller.userId));
    response.locals["principal"] = await authorise(services, route.access, caller);
    next();
  };
}

/** The limit of a signed-in person on a route. */
function limitOf({ access, method }: Route): LimitName {
  if (access.kind !== "admin") return "user";
  return method === "get" ? "adminRead" : "admin";
}

/** No body at all is an empty object: the schema says what is missing, or that nothing is. */
const requireJson: RequestHandler = (request, _response, next) => {
  const isEmpty = request.is("application/json") === null || request.get("content-length") === "0";
  if (!isEmpty && request.is("application/json") === false)
    throw new UnsupportedMediaTypeError("Send the body as `Content-Type: application/json`.");
  next();
};

/** Texts of PostgreSQL hold no NUL, so nothing has a name with one. */
function refuseNul(params: Request["params"]): void {
  if (Object.values(params).some((param) => param?.includes("\0"))) throw new NotFoundError("Nothing has this name.");
}

function answer(services: ApiServices, route: Route): RequestHandler {
  return async (request, response) => {
    refuseNul(request.params);
    const call = describeCall(services, request, response);
    if (route.write !== undefined) return route.write(services, call, response);
    const reply = await route.run(services, call);
    if ("notModified" in reply) return sendNotModified(response, reply.notModified);
    await writeAudit(services, route, call, reply);
    send(route, call, response, reply);
  };
}

function addressOf({ config }: ApiServices, request: Request): string {
  return clientAddress(request.socket.remoteAddress, request.get("x-forwarded-for"), config.trustProxy);
}

function describeCall(services: ApiServices, request: Request, response: Response): RawCall {
  const principal: Principal = response.locals["principal"];
  return {
    input: { params: request.params, query: request.query, body: request.body ?? {} },
    principal,
    address: addressOf(services, request),
    userAgent: request.get("user-agent")?.slice(0, 300) ?? null,
    requestId: String(response.locals["requestId"]),
    header: (name) => request.get(name),
  };
}

async function writeAudit({ context }: ApiServices, route: Route, call: RawCall, reply: Reply<unknown>): Promise<void> {
  if (route.audit === undefined) return;
  const { audited } = reply;
  if (audited === undefined) throw new Error(`${route.path} changes things with rights and says nothing for the audit`);
  if ("isWritten" in audited) return;
  const entry = { actor: actorOf(call.principal), action: route.audit, requestId: call.requestId, ...audited };
  await context.db.transaction((tx) => appendAudit(tx, context.clock.now(), entry));
}

function send(route: Route, call: RawCall, response: Response, reply: Reply<unknown>): void {
  if (reply.position !== undefined) {
    const tag = entityTag(reply.position);
    if (matchesEntityTag(call.header("if-none-match"), tag)) return sendNotModified(response, reply.position);
    response.set("ETag", tag);
  }
  // A shared cache may keep a public board, but must ask whether it is still the newest.
  const isPublic = reply.position !== undefined && call.principal.kind === "anonymous";
  response.set("Cache-Control", isPublic ? "public, no-cache" : "no-store");
  response.status(route.status);
  if (route.status === 204) response.end();
  else if (route.mediaType === "application/json") response.json(reply.body);
  else response.type(route.mediaType).send(reply.body);
}

function sendNotModified(response: Response, position: BoardPosition): void {
  response.set("ETag", entityTag(position)).set("Cache-Control", "public, no-cache").status(304).end();
}

/** The one place where errors of the API become answers; unexpected ones are logged whole and shown as nothing. */
export function problemHandler({ context, traffic }: Pick<ApiServices, "context" | "traffic">): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (error instanceof UnauthorizedError) traffic.noteNotSignedIn(error.fault);
    const requestId = String(response.locals["requestId"]);
    const problem = toProblem(error, requestId);
    const fields = { req_id: requestId, method: request.method, path: request.path, status: problem.status };
    if (problem.status >= 500) context.log.error({ ...fields, err: error }, "request failed");
    // Headers are out already: only cutting the connection tells the reader that the answer is not whole.
    if (response.headersSent) return next(error);
    response.status(problem.status).set(problem.headers).set("Cache-Control", "no-store");
    response.type("application/problem+json").send(JSON.stringify(problem.body));
  };
}
