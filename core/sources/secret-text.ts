import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const PREFIX = "whsec_";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface SealedSecret {
  readonly nonce: Buffer;
  readonly ciphertext: Buffer;
}

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
function belongsTo(sourceId: number): Buffer {
  return Buffer.from(`source:${sourceId}`);
}

/** Encrypts a secret for storage (AES-256-GCM; the tag is the end of the ciphertext). @param key 32 bytes */
export function sealSecret(text: string, key: Buffer, sourceId: number): SealedSecret {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(belongsTo(sourceId));
  const ciphertext = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return { nonce, ciphertext };
}

/** @throws Error when the key is another one, or nonce, text or source were changed */
export function openSecret(sealed: SealedSecret, key: Buffer, sourceId: number): string {
  const split = sealed.ciphertext.length - TAG_BYTES;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.nonce, { authTagLength: TAG_BYTES })
    .setAAD(belongsTo(sourceId))
    .setAuthTag(sealed.ciphertext.subarray(split));
  return Buffer.concat([decipher.update(sealed.ciphertext.subarray(0, split)), decipher.final()]).toString("utf8");
}
