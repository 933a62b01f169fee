/** PostgreSQL counts time from 2000-01-01. */
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);
const HEAD_BYTES = 20;
/** How this machine's typed arrays lie in memory. */
const IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const OID = { int8: 20, int4: 23, timestamptz: 1184 } as const;

// One-dimensional arrays as PostgreSQL receives them in binary: as text, a million numbers cost the driver and the
// server several times as much. Give them to the driver as parameters whose types the statement names. A DataView with
// a loop for each type, because a loop that asks a type for each value took twice as long.

/** In halves, because each `bigint` that a loop touches is made anew: a million took three times as long. */
export function int8Array(values: BigInt64Array): Buffer {
  const { buffer, view } = start(OID.int8, 8, values.length);
  const halves = new DataView(values.buffer, values.byteOffset, values.byteLength);
  const [high, low] = IS_LITTLE_ENDIAN ? [4, 0] : [0, 4];
  for (let from = 0, at = HEAD_BYTES + 4; from < values.byteLength; from += 8, at += 12) {
    view.setInt32(at, halves.getInt32(from + high, IS_LITTLE_ENDIAN));
    view.setInt32(at + 4, halves.getInt32(from + low, IS_LITTLE_ENDIAN));
  }
  return buffer;
}

/** @param values whole numbers within ±2^53 */
export function int8ArrayOfWhole(values: Float64Array): Buffer {
  const { buffer, view } = start(OID.int8, 8, values.length);
  for (let index = 0, at = HEAD_BYTES + 4; index < values.length; index++, at += 12) {
    setWhole(view, at, values[index] ?? 0);
  }
  return buffer;
}

/** @param values milliseconds since 1970 */
export function timestamptzArray(values: Float64Array): Buffer {
  const { buffer, view } = start(OID.timestamptz, 8, values.length);
  for (let index = 0, at = HEAD_BYTES + 4; index < values.length; index++, at += 12) {
    setWhole(view, at, ((values[index] ?? 0) - POSTGRES_EPOCH_MS) * 1_000);
  }
  return buffer;
}

export function int4Array(values: Uint32Array): Buffer {
  const { buffer, view } = start(OID.int4, 4, values.length);
  for (let index = 0, at = HEAD_BYTES + 4; index < values.length; index++, at += 8) {
    view.setInt32(at, values[index] ?? 0);
  }
  return buffer;
}

/** Room for an array without nulls, its head and the lengths of its elements written. */
function start(oid: number, bytes: number, length: number): { buffer: Buffer; view: DataView } {
  const buffer = Buffer.alloc(HEAD_BYTES + length * (4 + bytes));
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  for (const [field, number] of [1, 0, oid, length, 1].entries()) view.setInt32(field * 4, number);
  for (let at = HEAD_BYTES; at < buffer.length; at += 4 + bytes) view.setInt32(at, bytes);
  return { buffer, view };
}

function setWhole(view: DataView, at: number, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  view.setInt32(at, high);
  view.setUint32(at + 4, value - high * 2 ** 32);
}
