import { z } from "zod";
import { ApiError, badRequest } from "../errors.js";
import type { Core } from "../core.js";
import type { Call } from "../http/call.js";
import { DEFAULT_KINDS, UPDATE_KINDS } from "../updates/lanes.js";
import type { MethodTable } from "./handler.js";

const WEBHOOK_PORTS = new Set(["", "80", "88", "443", "8443"]);
const SET_AGAIN_MS = 1_000;
const lastSet = new WeakMap<Core, number>();

/** Leaving the list out keeps the previous one; an empty list means the default kinds. */
function readAllowed(core: Core, call: Call): void {
  const names = call.object("allowed_updates", z.array(z.string()));
  if (!names) return;
  const known = UPDATE_KINDS.filter((kind) => names.includes(kind));
  core.updates.allowed = names.length === 0 ? DEFAULT_KINDS : new Set(known);
}

function checkUrl(url: string): void {
  if (!URL.canParse(url)) throw badRequest("bad webhook: Failed to parse URL");
  const parsed = new URL(url);
  if (parsed.protocol !== "https:") throw badRequest("bad webhook: An HTTPS URL must be provided for webhook");
  if (!WEBHOOK_PORTS.has(parsed.port)) {
    throw badRequest("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443");
  }
}

function readSecret(call: Call): string | undefined {
  const secret = call.text("secret_token");
  if (secret === undefined || secret === "") return undefined;
  if (secret.length > 256) throw badRequest("secret token is too long");
  if (!/^[A-Za-z0-9_-]+$/.test(secret)) throw badRequest("secret token contains unallowed characters");
  return secret;
}

function removeWebhook(core: Core, call: Call): boolean {
  if (call.flag("drop_pending_updates")) core.updates.clear();
  core.webhook.set(undefined);
  return true;
}

export const updateMethods: MethodTable = {
  getUpdates(core, call, socket) {
    if (core.webhook.settings) {
      throw new ApiError(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      );
    }
    readAllowed(core, call);
    const offset = call.number("offset") ?? 0;
    const limit = call.number("limit") ?? 100;
    return core.polling.poll({ offset, limit, timeoutS: call.number("timeout") ?? 0 }, socket);
  },

  setWebhook(core, call) {
    const url = call.text("url") ?? "";
    const secretToken = readSecret(call);
    if (url === "") return removeWebhook(core, call);
    const now = core.clock.now().getTime();
    const isTooSoon = now - (lastSet.get(core) ?? -Infinity) < SET_AGAIN_MS;
    if (isTooSoon) throw new ApiError(429, "retry after 1", { retry_after: 1 });
    lastSet.set(core, now);
    checkUrl(url);
    readAllowed(core, call);
    if (call.flag("drop_pending_updates")) core.updates.clear();
    core.polling.interrupt("terminated by setWebhook request");
    core.webhook.set({
      url,
      secretToken,
      maxConnections: Math.min(100, Math.max(1, call.number("max_connections") ?? 40)),
      ipAddress: call.text("ip_address"),
      hasCertificate: call.has("certificate"),
    });
    return true;
  },

  deleteWebhook: (core, call) => removeWebhook(core, call),

  getWebhookInfo(core) {
    const { settings, lastError } = core.webhook;
    const base = {
      url: settings?.url ?? "",
      has_custom_certificate: settings?.hasCertificate ?? false,
      pending_update_count: core.updates.pending().length,
    };
    const isDefault = core.updates.allowed === DEFAULT_KINDS;
    const allowed = isDefault ? {} : { allowed_updates: [...core.updates.allowed] };
    if (!settings) return { ...base, ...allowed };
    return {
      ...base,
      ...(settings.ipAddress === undefined ? {} : { ip_address: settings.ipAddress }),
      ...(lastError ? { last_error_date: lastError.date, last_error_message: lastError.message } : {}),
      max_connections: settings.maxConnections,
      ...allowed,
    };
  },
};
