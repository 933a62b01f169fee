import { bigint, customType, timestamp } from "drizzle-orm/pg-core";
import { cents, microUsd, type Cents, type MicroUsd } from "../wire/money.js";

/** `timestamptz`: the only kind of time in this database (a test reads the catalogue and fails on any other). */
export function instant(name: string) {
  return timestamp(name, { withTimezone: true, mode: "date" });
}

/** Raw bytes. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** PostgreSQL's 64-bit transaction id: never wraps, so it orders commits for the ledger tail. */
export const xid8 = customType<{ data: bigint; driverData: string }>({
  dataType: () => "xid8",
  fromDriver: (value) => BigInt(value),
  toDriver: (value) => value.toString(),
});

/** Money as micro-USD in a `bigint`. */
export const micro = customType<{ data: MicroUsd; driverData: string }>({
  dataType: () => "bigint",
  fromDriver: (value) => microUsd(BigInt(value)),
  toDriver: (value) => value.toString(),
});

/** Prize money as cents in a `bigint`. */
export const centsColumn = customType<{ data: Cents; driverData: string }>({
  dataType: () => "bigint",
  fromDriver: (value) => cents(BigInt(value)),
  toDriver: (value) => value.toString(),
});

/** A number below 2^53 kept in a `bigint`: row ids and Telegram's ids. */
export function bigNumber(name: string) {
  return bigint(name, { mode: "number" });
}
