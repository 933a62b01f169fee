import { hash } from "node:crypto";

const BLOCK_BYTES = 64;
const MAC_BYTES = 32;
const INNER_PAD = 0x36;
const OUTER_PAD = 0x5c;
/** A whole body of the endpoint for single events fits, with its id and timestamp. */
const SCRATCH_BYTES = 66 * 1_024;
/** Where messages are put together: no call begins before another has ended. */
const scratch = Buffer.alloc(SCRATCH_BYTES);

/** A key that may sign posts of one source, ready for use. */
export class SigningKey {
  /** `undefined` for the key nobody holds, against which posts to unknown sources are checked. */
  readonly secretId: number | undefined;
  /** The key's bytes, for senders that sign in a way of their own. */
  readonly bytes: Buffer;
  readonly #innerPad = Buffer.alloc(BLOCK_BYTES, INNER_PAD);
  readonly #outer = Buffer.alloc(BLOCK_BYTES + MAC_BYTES, OUTER_PAD);

  constructor(secretId: number | undefined, bytes: Buffer) {
    this.secretId = secretId;
    this.bytes = bytes;
    const key = bytes.length > BLOCK_BYTES ? hash("sha256", bytes, "buffer") : bytes;
    for (const [index, byte] of key.entries()) {
      this.#innerPad[index] = byte ^ INNER_PAD;
      this.#outer[index] = byte ^ OUTER_PAD;
    }
  }

  /**
   * HMAC-SHA256 (RFC 2104) of `head` (ASCII) and `body`, in base64, of Node's one-shot hash: half the time of
   * `createHmac` for a single event, which makes an object with a finalizer for every message.
   */
  macOf(head: string, body: Buffer): string {
    const bodyAt = BLOCK_BYTES + head.length;
    const end = bodyAt + body.length;
    const message = end <= SCRATCH_BYTES ? scratch : Buffer.allocUnsafe(end);
    this.#innerPad.copy(message);
    message.write(head, BLOCK_BYTES, "latin1");
    body.copy(message, bodyAt);
    // As text of one letter a byte: a Buffer for the result would cost as much as the hashing.
    this.#outer.write(hash("sha256", message.subarray(0, end), "binary"), BLOCK_BYTES, "latin1");
    return hash("sha256", this.#outer, "base64");
  }
}
