import { systemClock } from "../../core/clock.js";
import type { Log } from "../../core/log.js";
import { connect, drizzleOn } from "../../db/connect.js";
import { startReceiver } from "../../webhooks/start.js";
import { tellMemory } from "./tell-memory.js";

/** The product's receiver in a process of its own. Arguments: database URL and secrets key (base64). */
const [databaseUrl = "", secretsKey = ""] = process.argv.slice(2);

function nothing(): void {
  // Measured without a log, as the controls are.
}
function tell(fields: Record<string, unknown>, message: string): void {
  const { err, reason } = fields;
  process.stderr.write(`${message} ${err instanceof Error ? err.message : JSON.stringify(reason)}\n`);
}
const log: Log = { debug: nothing, info: nothing, warn: tell, error: tell, child: () => log };
const pool = connect(databaseUrl, { applicationName: "bench", onIdleError: nothing });
const context = {
  db: drizzleOn(pool),
  pool,
  clock: systemClock,
  log,
  secretsKey: Buffer.from(secretsKey, "base64"),
  timeZone: "UTC",
};
const receiver = await startReceiver(
  { context, databaseUrl, config: { host: "127.0.0.1", port: 0, trustProxy: 0 } },
  new AbortController().signal,
);
tellMemory();
process.on("disconnect", () => process.exit(0));
process.send?.({ port: receiver.port });
