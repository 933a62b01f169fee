import { isAscii, isUtf8 } from "node:buffer";
import { parse, stringify } from "lossless-json";
import type * as z from "zod";
import { NumberToken, describeIssues, reasonOf, type QuarantineReason } from "../../../wire/webhook-events.js";
import { countKeys, countWrittenKeys } from "./json-limits.js";

export interface Refusal {
  readonly ok: false;
  readonly reason: QuarantineReason;
  readonly detail: string;
}
export type Read<Value> = { readonly ok: true; readonly value: Value } | Refusal;

function refused(reason: QuarantineReason, detail: string): Refusal {
  return { ok: false, reason, detail };
}

/** Parses with every number kept in the sender's digits; refuses a key that appears twice with different values. */
export function parseExactly(text: string): unknown {
  return parse(text, undefined, (digits) => new NumberToken(digits));
}

/** The text of a value of {@link parseExactly}, its numbers in the sender's digits. */
export function writeExactly(value: unknown): string {
  const digits = (token: unknown): string => (token instanceof NumberToken ? token.text : "null");
  const tokens = { test: (one: unknown): boolean => one instanceof NumberToken, stringify: digits };
  return stringify(value, undefined, undefined, [tokens]) ?? "null";
}

/** The text of a body whose nesting and key counts are within limits. */
export interface JsonText {
  readonly text: string;
  /** As they are written, repeats included. */
  readonly keys: number;
}

/** A body's text, once its bytes are UTF-8 and its nesting and key counts are within limits. */
export function readText(body: Buffer): Read<JsonText> {
  // `toString` would replace broken bytes silently, so they are looked for first. ASCII needs no decoding.
  const isPlain = isAscii(body);
  if (!isPlain && !isUtf8(body)) return refused("invalid_utf8", "the body is not UTF-8");
  const text = body.toString(isPlain ? "latin1" : "utf8");
  const keys = countWrittenKeys(text);
  return typeof keys === "number"
    ? { ok: true, value: { text, keys } }
    : refused(keys, "the body has too much nesting or too many keys");
}

/**
 * A text to a value in which numbers are what JavaScript makes of them. A key that an object has twice is refused:
 * senders and parsers do not agree which of its values counts.
 */
export function parseJson({ text, keys }: JsonText): Read<unknown> {
  try {
    // oxlint-disable-next-line eslint/no-restricted-properties -- no schema takes an amount that has become a number
    const value: unknown = JSON.parse(text);
    return countKeys(value) === keys ? { ok: true, value } : refused("invalid_json", "an object has a key twice");
  } catch (error) {
    if (error instanceof SyntaxError) return refused("invalid_json", "the body is not JSON");
    throw error;
  }
}

/**
 * A value of {@link parseJson} to one of the schema's form, with amounts in exactly the digits that were sent. Almost
 * every sender writes amounts as strings, for which the built-in parser is exact and 20 times faster; only when the
 * schema refuses its result is the text read again with numbers kept as tokens.
 */
export function checkExactly<Schema extends z.ZodType>(
  value: unknown,
  text: string,
  schema: Schema,
): Read<z.output<Schema>> {
  const plain = schema.safeParse(value);
  if (plain.success) return { ok: true, value: plain.data };
  try {
    return check(parseExactly(text), schema);
  } catch (error) {
    if (error instanceof SyntaxError) return refused("invalid_json", "the body is not JSON");
    throw error;
  }
}

/** {@link parseJson} and {@link checkExactly}. */
export function readExactly<Schema extends z.ZodType>(json: JsonText, schema: Schema): Read<z.output<Schema>> {
  const parsed = parseJson(json);
  return parsed.ok ? checkExactly(parsed.value, json.text, schema) : parsed;
}

/** A parsed value held against a schema. */
export function check<Schema extends z.ZodType>(value: unknown, schema: Schema): Read<z.output<Schema>> {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  return refused(reasonOf(result.error), describeIssues(result.error));
}
