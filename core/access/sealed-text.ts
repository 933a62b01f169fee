import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

/** A secret as it lies in the database. */
export interface SealedText {
  readonly nonce: Buffer;
  /** AES-256-GCM output followed by its 16-byte tag. */
  readonly ciphertext: Buffer;
}

const TAG_BYTES = 16;

/**
 * Encrypts a text with the platform's key. `context` (such as the row's id) is bound to it, so that a ciphertext
 * copied to another row does not open there.
 */
export function sealText(key: Buffer, text: string, context: string): SealedText {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(Buffer.from(context));
  const ciphertext = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return { nonce, ciphertext };
}

/** @returns `undefined` when the key, the context or a byte differs from what was sealed */
export function openText(key: Buffer, sealed: SealedText, context: string): string | undefined {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(context));
    decipher.setAuthTag(sealed.ciphertext.subarray(-TAG_BYTES));
    return decipher.update(sealed.ciphertext.subarray(0, -TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  } catch {
    // GCM answers a wrong key and a changed byte in the same way, and so do we.
    return undefined;
  }
}
