import { systemClock } from "../../core/clock.js";
import { connect, drizzleOn } from "../../db/connect.js";
import { startReceiver } from "../../webhooks/start.js";

/**
 * The receiver as a process of its own, so that it can be killed. Arguments: database URL, port, secrets key (base64),
 * and `before-commit` for the control that answers too early. Writes a line once it listens; ends orderly on SIGTERM.
 */
const [databaseUrl = "", port = "0", key = "", acknowledge] = process.argv.slice(2);

const silent = { debug: noop, info: noop, warn: noop, error: noop, child: () => silent };
function noop(): void {
  // The parent looks at answers and at the database, not at logs.
}

const pool = connect(databaseUrl, { applicationName: "faults", onIdleError: noop });
const context = {
  db: drizzleOn(pool),
  pool,
  clock: systemClock,
  log: silent,
  secretsKey: Buffer.from(key, "base64"),
  timeZone: "UTC",
};
const config = {
  host: "127.0.0.1",
  port: Number(port),
  trustProxy: 0,
  sourceRate: { perSecond: 1e6, burst: 1e6 },
  addressRate: { perSecond: 1e6, burst: 1e6 },
};
const receiver = await startReceiver(
  { context, databaseUrl, config, ...(acknowledge === "before-commit" ? { acknowledge } : {}) },
  new AbortController().signal,
);
process.on("SIGTERM", () => {
  void receiver[Symbol.asyncDispose]()
    .then(() => pool.end())
    .then(() => process.exit(0));
});
process.stdout.write(`listening ${receiver.port}\n`);
