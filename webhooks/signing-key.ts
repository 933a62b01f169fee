import { createSecretKey, type KeyObject } from "node:crypto";

/** A key that may sign posts of one source, ready for use. */
export interface SigningKey {
  /** `undefined` for the key nobody holds, against which posts to unknown sources are checked. */
  readonly secretId: number | undefined;
  readonly key: KeyObject;
}

export function signingKey(secretId: number | undefined, bytes: Buffer): SigningKey {
  return { secretId, key: createSecretKey(bytes) };
}
