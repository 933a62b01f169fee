import type { Pool } from "pg";
import type { Database } from "../db/connect.js";
import type { Clock } from "./clock.js";
import type { Log } from "./log.js";

/** What domain code works with. Built once in main.ts; a function takes only the parts it uses. */
export interface CoreContext {
  /** drizzle, for everything that is not hot. */
  db: Database;
  /** The same pool, for hot or hand-written SQL. */
  pool: Pool;
  clock: Clock;
  log: Log;
  /** 32 bytes that encrypt secrets at rest. */
  secretsKey: Buffer;
  /** IANA zone of the operator's days, weeks and months. */
  timeZone: string;
}
