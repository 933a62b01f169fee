/** PostgreSQL counts time from 2000-01-01. */
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
/** `'-infinity'` is the smallest 64-bit integer. */
const MINUS_INFINITY_MICROS = -(2 ** 63);

/** What `int8send` wrote, where a double holds it exactly: below 2^53. */
export function readSafeInteger(packed: Buffer, at: number): number {
  return packed.readInt32BE(at) * 2 ** 32 + packed.readUInt32BE(at + 4);
}

/** What `timestamptz_send` wrote, in whole milliseconds since 1970; -Infinity for `'-infinity'`. */
export function readInstantMs(packed: Buffer, at: number): number {
  const micros = readSafeInteger(packed, at);
  return micros === MINUS_INFINITY_MICROS ? -Infinity : Math.floor(micros / 1000) + POSTGRES_EPOCH_MS;
}
