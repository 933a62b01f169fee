import { systemClock } from "../core/clock.js";
import type { CoreContext } from "../core/context.js";
import { connect, drizzleOn } from "../db/connect.js";
import { quietLog } from "./quiet-log.js";

/** What a measured process of the product works with. @param secretsKey as the database's secrets were sealed, base64 */
export function openContext(databaseUrl: string, secretsKey: string): CoreContext {
  const pool = connect(databaseUrl, { applicationName: "bench", onIdleError: () => undefined });
  return {
    db: drizzleOn(pool),
    pool,
    clock: systemClock,
    log: quietLog,
    secretsKey: Buffer.from(secretsKey, "base64"),
    timeZone: "UTC",
  };
}
