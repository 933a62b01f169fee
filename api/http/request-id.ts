import { randomFillSync } from "node:crypto";

const ACCEPTED = /^[A-Za-z0-9-]{8,64}$/;

/** The caller's own id when it is harmless in logs and headers, else a new one. */
export function requestIdFrom(header: string | undefined): string {
  return header !== undefined && ACCEPTED.test(header) ? header : uuidV7(Date.now());
}

/** RFC 9562 version 7: sorts by time, which keeps log searches cheap. */
export function uuidV7(nowMs: number): string {
  const bytes = randomId();
  bytes.writeUIntBE(nowMs, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** Randomness is fetched for 256 ids at a time: one call to the system costs more than the rest of an id. */
const pool = Buffer.alloc(16 * 256);
let used = pool.length;

function randomId(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}
