/** How PostgreSQL takes values of a type in binary. */
interface ElementType<Value> {
  readonly oid: number;
  readonly bytes: number;
  write(buffer: Buffer, at: number, value: Value): void;
}

/** PostgreSQL counts time from 2000-01-01. */
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);

export const int4: ElementType<number> = {
  oid: 23,
  bytes: 4,
  write: (buffer, at, value) => buffer.writeInt32BE(value, at),
};

/** Takes whole numbers below 2^53 as well. */
export const int8: ElementType<number | bigint> = {
  oid: 20,
  bytes: 8,
  write(buffer, at, value) {
    if (typeof value === "bigint") buffer.writeBigInt64BE(value, at);
    else writeWhole(buffer, at, value);
  },
};

/** From milliseconds since 1970. */
export const timestamptz: ElementType<number> = {
  oid: 1184,
  bytes: 8,
  write: (buffer, at, value) => writeWhole(buffer, at, (value - POSTGRES_EPOCH_MS) * 1_000),
};

function writeWhole(buffer: Buffer, at: number, value: number): void {
  const high = Math.floor(value / 2 ** 32);
  buffer.writeInt32BE(high, at);
  buffer.writeUInt32BE(value - high * 2 ** 32, at + 4);
}

/**
 * A one-dimensional array as PostgreSQL receives it in binary: as text, a million numbers cost the driver and the
 * server several times as much. Give it to the driver as a parameter whose type the statement names.
 */
export function binaryArray<Value>(type: ElementType<Value>, values: ArrayLike<Value | null>): Buffer {
  const buffer = Buffer.allocUnsafe(20 + values.length * (4 + type.bytes));
  let end = 20;
  let hasNull = 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? null;
    buffer.writeInt32BE(value === null ? -1 : type.bytes, end);
    end += 4;
    if (value === null) hasNull = 1;
    else {
      type.write(buffer, end, value);
      end += type.bytes;
    }
  }
  for (const [field, number] of [1, hasNull, type.oid, values.length, 1].entries()) buffer.writeInt32BE(number, field * 4);
  return buffer.subarray(0, end);
}
