import type { Log } from "../core/log.js";

function nothing(): void {
  // Measured without a log, as the controls are.
}
function tell(fields: Record<string, unknown>, message: string): void {
  const { err, ...others } = fields;
  process.stderr.write(`${message} ${err instanceof Error ? err.message : JSON.stringify(others)}\n`);
}

/** Keeps quiet about what goes well. */
export const quietLog: Log = { debug: nothing, info: nothing, warn: tell, error: tell, child: () => quietLog };
