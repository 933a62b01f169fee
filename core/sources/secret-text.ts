import { randomBytes } from "node:crypto";
import { openText, sealText, type SealedText } from "../access/sealed-text.js";

const PREFIX = "whsec_";

/** A new signing secret in the text form of Standard Webhooks: 32 random bytes. */
export function newSecretText(): string {
  return PREFIX + randomBytes(32).toString("base64");
}

/**
 * The key bytes of a Standard Webhooks secret. `Buffer` skips what is not base64, so the text must come out the same
 * when it is written again.
 * @returns `undefined` when the text is not `whsec_` and base64 of 24 to 64 bytes
 */
export function keyOfSecretText(text: string): Buffer | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  const encoded = text.slice(PREFIX.length);
  const key = Buffer.from(encoded, "base64");
  if (key.toString("base64") !== encoded || key.length < 24 || key.length > 64) return undefined;
  return key;
}

/** Which row a ciphertext belongs to, so that one copied to another source does not open. */
function belongsTo(sourceId: number): string {
  return `source:${sourceId}`;
}

/** Encrypts a secret for storage. @param key 32 bytes */
export function sealSecret(text: string, key: Buffer, sourceId: number): SealedText {
  return sealText(key, text, belongsTo(sourceId));
}

/** @throws Error when the key is another one, or nonce, text or source were changed */
export function openSecret(sealed: SealedText, key: Buffer, sourceId: number): string {
  const text = openText(key, sealed, belongsTo(sourceId));
  if (text === undefined)
    throw new Error(`unable to open the secret of source ${sourceId}: it was sealed with another key`);
  return text;
}
