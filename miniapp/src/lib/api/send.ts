import type { ZodMiniType } from "zod/mini";
import { problem, type Problem } from "../../../../wire/problem.js";

/** The API answered with an error. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";
  readonly status: number;
  readonly problem: Problem | undefined;

  constructor(status: number, answer: Problem | undefined) {
    super(answer?.detail ?? answer?.title ?? `the API answered ${status}`);
    this.status = status;
    this.problem = answer;
  }
}

/** No answer came: no network, or it took longer than {@link TIMEOUT_MS}. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

/** An answer came that is not what the wire schemas say: a proxy's page, or a server of another version. */
export class BadAnswerError extends Error {
  override readonly name = "BadAnswerError";
}

/** Slow mobile networks need seconds for the first byte; after this people would reload anyway. */
const TIMEOUT_MS = 15_000;
const BASE = "/api/v1";

export interface Request<Value> {
  path: string;
  /** What the answer must be; an answer without a body is `undefined`. */
  schema: ZodMiniType<Value>;
  /** `text` hands the body over as it came, for files whose every byte counts. */
  format?: "json" | "text";
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  /** Whole value of the Authorization header. */
  authorization?: string | undefined;
  body?: unknown;
  /** Answer `unchanged` when this version is still the newest. */
  etag?: string | undefined;
}

export type Answer<Value> = { kind: "value"; value: Value; etag: string | undefined } | { kind: "unchanged" };

/** Sends a request to our API and gives back what its schema accepts. */
export type Send = <Value>(request: Request<Value>) => Promise<Answer<Value>>;

function headersOf({ authorization, body, etag }: Request<unknown>): Headers {
  const headers = new Headers({ accept: "application/json" });
  if (authorization !== undefined) headers.set("authorization", authorization);
  if (body !== undefined) headers.set("content-type", "application/json");
  if (etag !== undefined) headers.set("if-none-match", etag);
  return headers;
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch (cause) {
    throw new BadAnswerError(`${response.url} did not answer with JSON`, { cause });
  }
}

function readBody(response: Response, format: Request<unknown>["format"]): Promise<unknown> {
  if (response.status === 204) return Promise.resolve(undefined);
  return format === "text" ? response.text() : readJson(response);
}

async function readProblem(response: Response): Promise<Problem | undefined> {
  const parsed = problem.safeParse(await readJson(response).catch(() => undefined));
  return parsed.success ? parsed.data : undefined;
}

/**
 * @param fetcher the browser's `fetch`
 * @throws ProblemError, UnreachableError, BadAnswerError from the returned function
 */
export function createSend(fetcher: typeof fetch): Send {
  return async (request) => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      controller.abort();
    }, TIMEOUT_MS);
    try {
      const response = await fetcher(BASE + request.path, {
        method: request.method ?? "GET",
        headers: headersOf(request),
        // A board's tag names its version, and a changed name is no new version: the browser's own copy of a settled board
        // would show the old name for ever. What is worth keeping, the app keeps itself (saved-board.ts).
        cache: "no-store",
        signal: controller.signal,
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      }).catch((cause: unknown) => {
        throw new UnreachableError(`no answer from ${request.path}`, { cause });
      });
      if (response.status === 304) return { kind: "unchanged" };
      if (!response.ok) throw new ProblemError(response.status, await readProblem(response));
      const parsed = request.schema.safeParse(await readBody(response, request.format));
      if (!parsed.success)
        throw new BadAnswerError(`${request.path} answered in another shape`, { cause: parsed.error });
      return { kind: "value", value: parsed.data, etag: response.headers.get("etag") ?? undefined };
    } finally {
      clearTimeout(timer);
    }
  };
}
