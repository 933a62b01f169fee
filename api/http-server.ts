import type { Express } from "express";
import {
  createServer,
  IncomingMessage,
  ServerResponse,
  type RequestListener,
  type Server,
  type ServerOptions,
} from "node:http";

const TIMEOUTS: ServerOptions = {
  // A balancer in front keeps idle connections for 60 s; the side that closes first must not be us.
  keepAliveTimeout: 65_000,
  // Also how long a WebSocket handshake may take.
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
};

/**
 * Server for an Express app. Express gives each request another prototype, which V8 before Node 24 punishes by 2.6
 * times; there, requests are born with the right one and the change is none.
 * @param listener meets requests before the app, to which it gives what it does not answer itself
 */
export function createHttpServer(
  app: Express,
  nodeVersion = process.versions.node,
  listener: RequestListener = app,
): Server {
  if (Number.parseInt(nodeVersion, 10) >= 24) return createServer(TIMEOUTS, listener);
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse<AppRequest> {}
  adopt(app, "request", AppRequest.prototype);
  adopt(app, "response", AppResponse.prototype);
  return createServer({ ...TIMEOUTS, IncomingMessage: AppRequest, ServerResponse: AppResponse }, listener);
}

/** Makes a class's prototype the one Express sets, on top of the one Express made for this app. */
function adopt(app: Express, name: "request" | "response", prototype: object): void {
  const made: unknown = Reflect.get(app, name);
  if (typeof made !== "object") throw new TypeError(`Express has no ${name} prototype any more`);
  Object.setPrototypeOf(prototype, made);
  Object.defineProperty(app, name, { value: prototype, configurable: true, writable: true });
}
