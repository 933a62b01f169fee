import { createHmac, randomBytes } from "node:crypto";

const prefix = "whsec_";

export interface SignedParts {
  /** `webhook-id`; the same for every redelivery. */
  readonly id: string;
  /** Unix seconds of this attempt. */
  readonly timestamp: number;
  readonly body: string | Uint8Array;
}

/** A fresh Standard Webhooks secret: `whsec_` and 32 random bytes in base64. */
export function generateSecret(): string {
  return prefix + randomBytes(32).toString("base64");
}

/**
 * The signature of Standard Webhooks 1.0.0: HMAC-SHA256 over the bytes of `{id}.{timestamp}.` and the body.
 * @throws RangeError when the secret is not `whsec_` and 24 to 64 bytes in base64, or the id holds a dot
 */
export function signWebhook(secret: string, { id, timestamp, body }: SignedParts): string {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(id)) throw new RangeError(`not a webhook id: ${id}`);
  const hmac = createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.`).update(body);
  return `v1,${hmac.digest("base64")}`;
}

/** The three headers of a signed post. */
export function webhookHeaders(secret: string, parts: SignedParts): Record<string, string> {
  return {
    "webhook-id": parts.id,
    "webhook-timestamp": String(parts.timestamp),
    "webhook-signature": signWebhook(secret, parts),
  };
}

function keyOf(secret: string): Buffer {
  const text = secret.startsWith(prefix) ? secret.slice(prefix.length) : "";
  const key = Buffer.from(text, "base64");
  if (key.toString("base64") !== text || key.length < 24 || key.length > 64) {
    throw new RangeError("a webhook secret is whsec_ followed by 24 to 64 bytes in base64");
  }
  return key;
}
