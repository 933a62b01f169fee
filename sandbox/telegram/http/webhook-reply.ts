import type { Core } from "../core.js";
import { ApiError } from "../errors.js";
import { findMethod } from "../spec/api-spec.js";
import { execute } from "./bot-api.js";
import { decodeCall } from "./decode.js";
import type { RawValue } from "./read-request.js";

/** Methods whose result somebody must see cannot be answered with. */
const NOT_IN_REPLIES = /^(?:get|setWebhook$|deleteWebhook$|close$|logOut$)/i;

/**
 * A webhook's 2xx answer may carry one method. Its result goes nowhere, and neither does its failure: both are only
 * in the journal, exactly as a bot sees nothing of them.
 */
export async function executeWebhookReply(core: Core, body: string): Promise<void> {
  const given = parseObject(body);
  const name = given["method"];
  if (typeof name !== "string" || NOT_IN_REPLIES.test(name)) return;
  const known = findMethod(name);
  if (!known) return;
  const values = new Map<string, RawValue>();
  for (const [param, value] of Object.entries(given)) {
    if (param !== "method" && value !== null) values.set(param, { from: "json", value });
  }
  try {
    const call = decodeCall(known.name, known.spec, { values, files: new Map() });
    const result = await execute(core, call, { isGone: () => false, onGone: () => undefined });
    core.journal.add({ kind: "call", method: known.name, params: call.toJSON(), outcome: { ok: true, result } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const outcome = { ok: false as const, code: error.code, description: error.message };
    core.journal.add({ kind: "call", method: known.name, params: given, outcome });
  }
}

function parseObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    // Most webhooks answer with "OK" or nothing: no method, no fault.
    return {};
  }
}
