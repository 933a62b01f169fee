import { randomUUID } from "node:crypto";
import { STATUS_CODES, type ServerResponse } from "node:http";
import type { Problem } from "../wire/problem.js";

const JSON_TYPE = "application/json; charset=utf-8";
const PROBLEM_TYPE = "application/problem+json; charset=utf-8";

/** Sends a small JSON text in ASCII, as one-byte text joined to its header: UTF-8 would reserve three bytes a letter. */
export function answerJson(res: ServerResponse, status: number, body: string): void {
  if (res.headersSent || res.destroyed) return;
  res.writeHead(status, ["content-type", JSON_TYPE, "content-length", String(body.length)]);
  res.end(body, "latin1");
}

export interface ProblemOptions {
  readonly requestId?: string | undefined;
  /** Whole seconds. */
  readonly retryAfter?: number;
  /** Further headers, such as `allow`. */
  readonly headers?: readonly string[];
  /** Ends the connection after the answer. */
  readonly close?: boolean;
}

/**
 * The body of a refused post. It names the fault in general words only: what exactly was wrong with a signature or a
 * source is for counters and the log.
 */
export function problemBody(status: number, detail: string, requestId: string): string {
  const title = STATUS_CODES[status] ?? "Error";
  return JSON.stringify({ type: "about:blank", title, status, detail, requestId } satisfies Problem);
}

export function answerProblem(res: ServerResponse, status: number, detail: string, options: ProblemOptions = {}): void {
  if (res.headersSent || res.destroyed) return;
  const body = problemBody(status, detail, options.requestId ?? randomUUID());
  const headers = ["content-type", PROBLEM_TYPE, "content-length", String(Buffer.byteLength(body))];
  if (options.retryAfter !== undefined) headers.push("retry-after", String(options.retryAfter));
  if (options.close === true) headers.push("connection", "close");
  res.writeHead(status, [...headers, ...(options.headers ?? [])]);
  res.end(body);
}

/** Spread over 1 to 5 s, so that the senders that were refused together do not come back together. */
export function retryAfterSeconds(): number {
  return 1 + Math.floor(Math.random() * 5);
}
