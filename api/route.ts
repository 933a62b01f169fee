import type { Response } from "express";
import * as z from "zod/mini";
import type { Role } from "../wire/scalars.js";
import { UnauthorizedError } from "../core/errors.js";
import type { Principal, UserPrincipal } from "./auth/principal.js";
import type { BoardPosition } from "./http/entity-tag.js";
import { parseInput } from "./http/parse-input.js";
import type { ApiServices } from "./services.js";

/** Who may call a route: the route's row in the route × role matrix. */
export type Access =
  | { kind: "public" }
  /** The header carries initData instead of a token. */
  | { kind: "init-data" }
  /** Any signed-in person; no API keys. With `isCertain` the session is looked up, because money is moved. */
  | { kind: "session"; isCertain?: true }
  /** People with one of the roles, and API keys with the scope `admin`. */
  | { kind: "admin"; roles: readonly Role[] };

export const PUBLIC: Access = { kind: "public" };
export const SESSION: Access = { kind: "session" };
/** For what moves money: a session that ended a moment ago counts no more. */
export const CERTAIN_SESSION: Access = { kind: "session", isCertain: true };
export function admin(...roles: Role[]): Access {
  return { kind: "admin", roles };
}

export type Method = "get" | "post" | "patch" | "delete";

type Schema = z.ZodMiniType;
/** Schemas of what a route reads; what it does not name is dropped unread. */
type Input = Readonly<{ params?: Schema; query?: Schema; body?: Schema }>;

interface Caller {
  principal: Principal;
  address: string;
  userAgent: string | null;
  requestId: string;
  header: (name: string) => string | undefined;
}

/** The request as the edge saw it, before any schema. */
export interface RawCall extends Caller {
  input: { params: unknown; query: unknown; body: unknown };
}

export type Call<Parsed> = Caller & Parsed;

/** The reader has this version of the board already. */
export interface NotModified {
  notModified: BoardPosition;
}

export interface Reply<Body> {
  body: Body;
  /** Of a board: sent as `ETag`, and a reader who has it already gets 304. */
  position?: BoardPosition;
  /** What the act of a route with `audit` was done to. `isWritten` when the domain has already written the row. */
  audited?: { subject: string; detail?: unknown } | { isWritten: true };
}

interface Description {
  method: Method;
  /** Below `/api/v1`, in Express's form: `/races/:id`. */
  path: `/${string}`;
  access: Access;
  /** One line for the documentation. */
  summary: string;
  /** Heading in the documentation. */
  group: string;
  /** Name of the act in the audit log; every route that changes something with rights has one. */
  audit?: string;
  /** Bytes of body that it takes, where the usual 100 KB are too few. */
  bodyLimit?: number;
}

interface Declaration<Given extends Input, Answer extends Schema | undefined> extends Description {
  input: Given;
  /** Status and schema of success; without a schema the answer has no body. */
  answer: { status: 200 | 201; schema: Answer } | { status: 204 };
  handler: (
    services: ApiServices,
    call: Call<z.output<z.ZodMiniObject<Given>>>,
  ) => Promise<Reply<Answer extends Schema ? z.output<Answer> : undefined> | NotModified>;
}

/** A route with its types closed over: what mounts, documents and tests routes reads only this. */
export interface Route extends Description {
  input: Input;
  status: number;
  answer: Schema | undefined;
  /** Media type of success. */
  mediaType: "application/json" | "text/event-stream" | "text/html" | "text/csv";
  run(services: ApiServices, call: RawCall): Promise<Reply<unknown> | NotModified>;
  /** Routes that write the answer themselves have this instead of an answer. */
  write?: (services: ApiServices, call: RawCall, response: Response) => Promise<void>;
}

/** Declares a route: the same entry validates, documents, guards and tests it. */
export function route<Given extends Input, Answer extends Schema | undefined = undefined>(
  declared: Declaration<Given, Answer>,
): Route {
  const { handler, answer, input, ...description } = declared;
  const schema = z.object(input);
  return {
    ...description,
    input,
    status: answer.status,
    answer: "schema" in answer ? answer.schema : undefined,
    mediaType: "application/json",
    async run(services, call) {
      const { input: given, ...caller } = call;
      return handler(services, { ...caller, ...parseInput(schema, given) });
    },
  };
}

/** The signed-in person of a `session` route. @throws UnauthorizedError elsewhere */
export function personOf(call: { principal: Principal }): UserPrincipal {
  if (call.principal.kind !== "user") throw new UnauthorizedError("Sign in first.", "no_token");
  return call.principal;
}
