import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { ConfigError, readConfig } from "./config.js";
import { explainFault } from "./explain-fault.js";
import { createLog } from "./log.js";
import { startProduct } from "./start-product.js";

/** Below the 30 s that a platform waits before SIGKILL. */
const SHUTDOWN_LIMIT_MS = 25_000;
const EXIT_FAILED = 1;
const EXIT_CONFIG = 78;

async function main(): Promise<number> {
  const config = readConfig();
  const log = createLog(config.logLevel);
  const stop = new AbortController();
  let exitCode = 0;
  for (const fault of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(fault, (error: unknown) => {
      log.error({ err: error, fault }, "a fault nobody caught: stopping in order");
      exitCode = EXIT_FAILED;
      stop.abort();
    });
  }
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      // A second signal means that somebody does not want to wait.
      if (stop.signal.aborted) process.exit(EXIT_FAILED);
      log.info({ signal }, "stopping");
      stop.abort();
    });
  }
  const product = await startProduct(config, log, stop.signal, (line) => process.stdout.write(`${line}\n`));
  if (!stop.signal.aborted) await once(stop.signal, "abort");
  const isDrained = await Promise.race([
    product[Symbol.asyncDispose]().then(() => true),
    delay(SHUTDOWN_LIMIT_MS, false, { ref: false }),
  ]);
  if (!isDrained) log.error({ limitMs: SHUTDOWN_LIMIT_MS }, "parts did not stop in time");
  return isDrained ? exitCode : EXIT_FAILED;
}

try {
  process.exit(await main());
} catch (error) {
  process.stderr.write(`${explainFault(error)}\n`);
  process.exit(error instanceof ConfigError ? EXIT_CONFIG : EXIT_FAILED);
}
