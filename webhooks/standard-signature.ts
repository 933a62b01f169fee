import { timingSafeEqual } from "node:crypto";
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
/** Letters of 32 bytes in base64. */
const MAC_LENGTH = 44;
const ENTRY_LENGTH = ENTRY_PREFIX.length + MAC_LENGTH;

/** Whether the headers have the form of the standard; repeated ones never have. */
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

/** Two texts of one entry's length, to be compared in a time that does not depend on them. */
const given = Buffer.alloc(MAC_LENGTH);
const expected = Buffer.alloc(MAC_LENGTH);

/** Whether an entry is exactly the base64 of this code: another spelling of the same bytes is refused. */
function isEntryOf(entry: string, mac: string): boolean {
  if (entry.length !== ENTRY_LENGTH || !entry.startsWith(ENTRY_PREFIX)) return false;
  given.write(entry.slice(ENTRY_PREFIX.length), "latin1");
  expected.write(mac, "latin1");
  return timingSafeEqual(given, expected);
}

/**
 * The key that signed the bytes, or `undefined`. Follows Standard Webhooks 1.0.0 over the raw bytes; the published
 * library turns them into text first, so that bodies which differ in invalid bytes share a signature there. All pairs
 * of key and entry are compared even after a match: the time taken tells nothing.
 */
export function findSigner(headers: SignedHeaders, body: Buffer, keys: readonly SigningKey[]): SigningKey | undefined {
  const { signature } = headers;
  const entries = signature.includes(" ") ? signature.split(" ") : [signature];
  const head = `${headers.id}.${headers.timestamp}.`;
  let signer: SigningKey | undefined;
  for (const key of keys) {
    const mac = key.macOf(head, body);
    for (const entry of entries) if (isEntryOf(entry, mac)) signer ??= key;
  }
  return signer;
}
