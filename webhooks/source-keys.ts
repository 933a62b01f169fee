import { randomBytes } from "node:crypto";
import { keyOfSecretText } from "../core/sources/secret-text.js";
import type { BookedSecret, BookedSource } from "../core/sources/secret-book.js";
import { SigningKey } from "./signing-key.js";

/** Nobody holds this key: an unknown source costs the same HMAC as a known one, so timing does not tell them apart. */
export const NOBODYS_KEYS: readonly SigningKey[] = [new SigningKey(undefined, randomBytes(32))];

const standardKeys = new WeakMap<BookedSecret, SigningKey>();
const textKeys = new WeakMap<BookedSecret, SigningKey>();

/** The bytes behind `whsec_`. A sender's own secret need not have that form; its text is then the key. */
function standardKey(secret: BookedSecret): Buffer {
  return keyOfSecretText(secret.text) ?? textKey(secret);
}

/** Most senders use the secret's text as it is, even where it begins with `whsec_`. */
function textKey(secret: BookedSecret): Buffer {
  return Buffer.from(secret.text, "utf8");
}

function remembered(
  known: WeakMap<BookedSecret, SigningKey>,
  secret: BookedSecret,
  bytesOf: (secret: BookedSecret) => Buffer,
): SigningKey {
  let key = known.get(secret);
  if (key === undefined) known.set(secret, (key = new SigningKey(secret.id, bytesOf(secret))));
  return key;
}

/** The keys of sources none of whose secrets ends by itself, so that most posts need no look at the clock. */
const lastingKeys = new WeakMap<BookedSource, readonly SigningKey[]>();

function isLasting({ expiresAt }: BookedSecret): boolean {
  return expiresAt === undefined;
}

function active(source: BookedSource | undefined, now: Date): readonly BookedSecret[] {
  return source?.secrets.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > now.getTime()) ?? [];
}

/** The keys a source's posts may be signed with now: the current one, and the previous one until it expires. */
export function activeKeys(source: BookedSource | undefined, now: Date): readonly SigningKey[] {
  const known = source === undefined ? undefined : lastingKeys.get(source);
  if (known !== undefined) return known;
  const keys = active(source, now).map((secret) => remembered(standardKeys, secret, standardKey));
  if (source !== undefined && keys.length > 0 && source.secrets.every(isLasting)) lastingKeys.set(source, keys);
  return keys.length === 0 ? NOBODYS_KEYS : keys;
}

/** As {@link activeKeys}, for senders with a dialect of their own. */
export function activeTextKeys(source: BookedSource | undefined, now: Date): readonly SigningKey[] {
  const keys = active(source, now).map((secret) => remembered(textKeys, secret, textKey));
  return keys.length === 0 ? NOBODYS_KEYS : keys;
}
