import { createHmac, timingSafeEqual } from "node:crypto";
import type { SigningKey } from "./signing-key.js";

/** The three headers of Standard Webhooks, as text that has been looked at for its form only. */
export interface SignedHeaders {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
}

const ID = /^[A-Za-z0-9_-]{1,128}$/;
const TIMESTAMP = /^[1-9][0-9]{9}$/;
const MAX_SIGNATURE_LENGTH = 1_024;
const MAX_ENTRIES = 8;
const TOLERANCE_SECONDS = 300;
const ENTRY_PREFIX = "v1,";
const MAC_BYTES = 32;

/** Whether the headers have the form of the standard (reliability.md 1.2, step 4); repeated ones never have. */
export function hasStandardForm({ id, timestamp, signature }: SignedHeaders): boolean {
  if (!ID.test(id) || !TIMESTAMP.test(timestamp)) return false;
  return signature.length > 0 && signature.length <= MAX_SIGNATURE_LENGTH && countEntries(signature) <= MAX_ENTRIES;
}

function countEntries(signature: string): number {
  let count = 1;
  for (let index = signature.indexOf(" "); index !== -1; index = signature.indexOf(" ", index + 1)) count += 1;
  return count;
}

/** Whether the timestamp is within 300 s of now: old ones are replays, future ones would become valid replays. */
export function isTimely(timestamp: string, now: Date): boolean {
  return Math.abs(Math.floor(now.getTime() / 1_000) - Number(timestamp)) <= TOLERANCE_SECONDS;
}

/** The 32 bytes of a `v1` entry; `undefined` for other versions and for text that is not exactly their base64. */
function macOf(entry: string): Buffer | undefined {
  if (!entry.startsWith(ENTRY_PREFIX)) return undefined;
  const encoded = entry.slice(ENTRY_PREFIX.length);
  const mac = Buffer.from(encoded, "base64");
  return mac.length === MAC_BYTES && mac.toString("base64") === encoded ? mac : undefined;
}

/**
 * The key that signed the bytes, or `undefined`. Follows Standard Webhooks 1.0.0 over the raw bytes; the published
 * library turns them into text first, so that bodies which differ in invalid bytes share a signature there. All pairs
 * of key and entry are compared even after a match: the time taken tells nothing.
 */
export function findSigner(headers: SignedHeaders, body: Buffer, keys: readonly SigningKey[]): SigningKey | undefined {
  const entries = headers.signature.split(" ").map(macOf);
  let signer: SigningKey | undefined;
  for (const key of keys) {
    const expected = createHmac("sha256", key.key).update(`${headers.id}.${headers.timestamp}.`).update(body).digest();
    for (const entry of entries) {
      if (entry !== undefined && timingSafeEqual(entry, expected)) signer ??= key;
    }
  }
  return signer;
}
