import { createHash } from "node:crypto";
import * as z from "zod";
import { parseExactly, readText } from "../core/ledger/content/exact-json.js";
import { roundTotal } from "../core/ledger/total-rounding.js";
import { plainDecimal } from "../core/sources/exact-decimal.js";
import { SourceError, type Reading, type SourceRow } from "../core/sources/reading.js";
import { MAX_MICRO_USD } from "../wire/money.js";
import { describeIssues, NumberToken } from "../wire/webhook-events.js";
import type { HttpAnswer } from "./http-get.js";

function exact(text: string, context: z.core.$RefinementCtx): string {
  const plain = plainDecimal(text);
  if (plain !== undefined && roundTotal(plain) <= MAX_MICRO_USD) return plain;
  context.addIssue({ code: "custom", message: "is not an amount" });
  return z.NEVER;
}

/** An amount as a JSON number, in its sender's digits. */
export const numberAmount = z
  .instanceof(NumberToken, { error: "is not a number" })
  .transform((token, context) => exact(token.text, context));

/** An amount as a JSON text. */
export const textAmount = z.string().transform(exact);

/** The words of pages that stand between us and the source, with whatever status. */
const CHALLENGE = /just a moment|cf-chl|challenge-platform|captcha|are you (a )?human|checking your browser/i;
const LOOKED_AT = 4_096;

/** The text of an answer that says it is one. @throws SourceError by status, and `bad-shape` for what is not UTF-8 */
export function readBody(answer: HttpAnswer): string {
  refuseStatus(answer);
  const text = readText(answer.body);
  if (!text.ok) throw new SourceError("bad-shape", text.detail);
  return text.value.text;
}

/** A text of an answer parsed, its numbers in their sender's digits. @throws SourceError for what is not JSON */
export function parseText(answer: HttpAnswer, text: string): unknown {
  try {
    return parseExactly(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    if (isChallenge(answer)) throw limited(answer, "a page that asks whether we are human");
    throw new SourceError("bad-shape", `the answer is not JSON (${answer.body.length} bytes)`);
  }
}

/** The parsed body of an answer. @throws SourceError as {@link readBody} and {@link parseText} */
export function readJson(answer: HttpAnswer): unknown {
  return parseText(answer, readBody(answer));
}

/** A parsed body held against its schema. @throws SourceError `bad-shape`, with the paths and never the values */
export function readShape<Schema extends z.ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new SourceError("bad-shape", `the answer has another shape: ${describeIssues(result.error)}`);
}

function isChallenge({ headers, body }: HttpAnswer): boolean {
  return headers["cf-mitigated"] === "challenge" || CHALLENGE.test(body.subarray(0, LOOKED_AT).toString("latin1"));
}

function limited({ headers }: HttpAnswer, what: string): SourceError {
  const seconds = retryAfter(headers["retry-after"]);
  return new SourceError("rate-limited", what, seconds === undefined ? {} : { retryAfterSeconds: seconds });
}

function retryAfter(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}

function refuseStatus(answer: HttpAnswer): void {
  const { status, headers } = answer;
  if (status === 200) return;
  if (status === 429 || isChallenge(answer)) throw limited(answer, `status ${status}: too many questions`);
  if (status === 401 || status === 403)
    throw new SourceError("auth", `status ${status}: the credential is not accepted`);
  if (status >= 300 && status < 400) throw new SourceError("bad-request", `status ${status}: it has moved elsewhere`);
  if (status >= 400 && status < 500) throw new SourceError("bad-request", `status ${status}: the question is refused`);
  const seconds = retryAfter(headers["retry-after"]);
  const options = seconds === undefined ? {} : { retryAfterSeconds: seconds };
  throw new SourceError("unavailable", `status ${status}`, options);
}

/** Rows as a reading, once no player is in it twice. @throws SourceError `bad-shape` */
export function toReading(
  answer: HttpAnswer,
  rows: readonly SourceRow[],
  extra: Pick<Reading, "wrongSums"> = {},
): Reading {
  const ids = new Set(rows.map(({ externalId }) => externalId));
  if (ids.size !== rows.length) {
    throw new SourceError("bad-shape", `${rows.length - ids.size} player(s) are in the answer twice`);
  }
  return {
    requestedAt: answer.requestedAt,
    receivedAt: answer.receivedAt,
    rows,
    rawHash: createHash("sha256").update(answer.body).digest("hex"),
    rawBytes: answer.body.length,
    ...extra,
  };
}
