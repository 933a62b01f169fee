import {
  AppError,
  ConflictError,
  InvalidInputError,
  RateLimitedError,
  UnavailableError,
  type InputIssue,
} from "../../core/errors.js";
import type { Problem } from "../../wire/problem.js";
import { isDatabaseAway } from "./database-away.js";
import { MethodNotAllowedError, PayloadTooLargeError, UnsupportedMediaTypeError } from "./http-errors.js";

/** Status and title of each error code: the only place where the API turns errors into statuses. */
export const PROBLEMS: ReadonlyMap<string, { status: number; title: string }> = new Map([
  ["invalid_input", { status: 400, title: "Invalid input" }],
  ["unauthorized", { status: 401, title: "Not signed in" }],
  ["forbidden", { status: 403, title: "Not allowed" }],
  ["not_found", { status: 404, title: "Not found" }],
  ["method_not_allowed", { status: 405, title: "Method not allowed" }],
  ["conflict", { status: 409, title: "Not possible in this state" }],
  ["payload_too_large", { status: 413, title: "Body too large" }],
  ["unsupported_media_type", { status: 415, title: "Unsupported content type" }],
  ["rate_limited", { status: 429, title: "Too many requests" }],
  ["internal", { status: 500, title: "Internal error" }],
  ["unavailable", { status: 503, title: "Not available just now" }],
]);

export interface ProblemAnswer {
  status: number;
  headers: Record<string, string>;
  body: Problem;
}

const RETRY_AFTER_OUTAGE_SECONDS = 5;

/** What the outside is told of an error. Nothing of an unexpected one: its text may hold SQL or a secret. */
export function toProblem(error: unknown, requestId: string): ProblemAnswer {
  const known = toAppError(error);
  const code = known !== undefined && PROBLEMS.has(known.code) ? known.code : "internal";
  const { status, title } = PROBLEMS.get(code) ?? { status: 500, title: "Internal error" };
  const body: Problem = { type: `/api/v1/docs#${code}`, title, status, requestId };
  if (code !== "internal" && known !== undefined) body.detail = known.message;
  if (known instanceof InvalidInputError) body.errors = known.issues.map(copyIssue);
  if (known instanceof ConflictError && known.allowed.length > 0) body.allowed = [...known.allowed];
  return { status, headers: headersFor(known), body };
}

function copyIssue({ path, message }: InputIssue): InputIssue {
  return { path, message };
}

function headersFor(error: AppError | undefined): Record<string, string> {
  if (error instanceof RateLimitedError)
    return { "Retry-After": String(Math.max(1, Math.ceil(error.retryAfterSeconds))) };
  if (error instanceof UnavailableError) return { "Retry-After": String(RETRY_AFTER_OUTAGE_SECONDS) };
  if (error instanceof MethodNotAllowedError) return { Allow: error.methods.join(", ") };
  if (error?.code === "unauthorized") return { "WWW-Authenticate": "Bearer" };
  return {};
}

function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (isDatabaseAway(error)) return new UnavailableError("The database cannot be reached just now. Try again soon.");
  return fromLibrary(error);
}

/** Errors that Express, its body parser and the router throw: plain errors with a status. */
function fromLibrary(error: unknown): AppError | undefined {
  if (!(error instanceof Error) || !("status" in error)) return undefined;
  switch (error.status) {
    case 400:
      return new InvalidInputError(
        error instanceof URIError ? "The path is not well encoded." : "The body is not JSON.",
      );
    case 413:
      return new PayloadTooLargeError("The body is larger than 100 KB.");
    case 415:
      return new UnsupportedMediaTypeError("The body must be plain UTF-8 JSON, not compressed.");
    default:
      return undefined;
  }
}
