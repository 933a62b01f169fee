import { AsyncLocalStorage } from "node:async_hooks";
import { Server } from "node:http";
import { Client } from "pg";

export interface AskedQuery {
  text: string;
  values: unknown[];
}

export interface CountedRequest {
  method: string;
  /** Path of the route that answered, such as `/races/:id`. */
  route: string;
  status: number;
  queries: AskedQuery[];
}

/** `begin`, `commit` and settings are trips too, but ask nothing. */
const CONTROL = /^\s*(begin|start transaction|commit|rollback|set |savepoint|release )/i;

/**
 * Notes which queries each HTTP request of this process asks, whoever asks them on its way: limits, sessions, views. What
 * runs by the clock is left out, because it belongs to no request.
 */
export function watchQueries(): { requests: CountedRequest[]; stop(): void } {
  const current = new AsyncLocalStorage<AskedQuery[]>();
  const requests: CountedRequest[] = [];
  // oxlint-disable-next-line typescript/unbound-method -- called with the `this` it is called with
  const { emit } = Server.prototype;
  // oxlint-disable-next-line typescript/unbound-method -- the same
  const { query } = Client.prototype;
  Server.prototype.emit = function (this: Server, ...given: Parameters<typeof emit>) {
    const [event, request, response] = given as unknown as [string, never, never];
    if (event !== "request") return emit.apply(this, given);
    const queries: AskedQuery[] = [];
    noteWhenDone(request, response, queries, requests);
    return current.run(queries, () => emit.apply(this, given));
  } as typeof emit;
  Client.prototype.query = function (this: Client, ...given: unknown[]) {
    const [first, second] = given;
    const { text, values = second } = typeof first === "string" ? { text: first } : (first as Partial<AskedQuery>);
    if (text !== undefined && !CONTROL.test(text))
      current.getStore()?.push({ text, values: Array.isArray(values) ? values : [] });
    return Reflect.apply(query, this, given) as never;
  };
  return {
    requests,
    stop() {
      Server.prototype.emit = emit;
      Client.prototype.query = query;
    },
  };
}

function noteWhenDone(
  request: { method: string; route?: { path: string } },
  response: { once(event: "finish", listener: () => void): void; statusCode: number },
  queries: AskedQuery[],
  requests: CountedRequest[],
): void {
  response.once("finish", () => {
    const route = request.route?.path;
    if (route !== undefined) requests.push({ method: request.method, route, status: response.statusCode, queries });
  });
}
