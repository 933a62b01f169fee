import { randomBytes } from "node:crypto";
import { keyOfSecretText } from "../core/sources/secret-text.js";
import type { BookedSecret, BookedSource } from "../core/sources/secret-book.js";
import { signingKey, type SigningKey } from "./signing-key.js";

/** Nobody holds this key: an unknown source costs the same HMAC as a known one, so timing does not tell them apart. */
export const NOBODYS_KEYS: readonly SigningKey[] = [signingKey(undefined, randomBytes(32))];

const keys = new WeakMap<BookedSecret, SigningKey>();

function keyOf(secret: BookedSecret): SigningKey {
  let key = keys.get(secret);
  if (key === undefined) {
    // A sender's own secret need not be in the standard's form; its bytes are then the key.
    key = signingKey(secret.id, keyOfSecretText(secret.text) ?? Buffer.from(secret.text, "utf8"));
    keys.set(secret, key);
  }
  return key;
}

/** The keys a source's posts may be signed with now: the current one, and the previous one until it expires. */
export function activeKeys(source: BookedSource | undefined, now: Date): readonly SigningKey[] {
  if (source === undefined) return NOBODYS_KEYS;
  const active = source.secrets.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now.getTime());
  return active.length === 0 ? NOBODYS_KEYS : active.map(keyOf);
}
