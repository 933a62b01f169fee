import { ConfigError } from "./config.js";
import { AppError, InvalidInputError } from "./core/errors.js";
import { EmbeddedPostgresError, hasCode } from "./db/embedded/error.js";
import { DatabaseUnreachableError } from "./db/unreachable.js";
import { scrub } from "./log.js";

const SAY_IT_THEMSELVES = [AppError, ConfigError, DatabaseUnreachableError, EmbeddedPostgresError];

/**
 * What stands on the screen when a process or a command cannot go on. A fault of the surroundings is a sentence with its
 * mend; a fault of ours comes with its stack. Errors of the network name the address that was asked, and the bot token
 * stands in Telegram's: no secret is left in.
 */
export function explainFault(error: unknown): string {
  if (!(error instanceof Error)) return scrub(String(error));
  if (error instanceof InvalidInputError) {
    return scrub([error.message, ...error.issues.map(({ path, message }) => `  ${path}: ${message}`)].join("\n"));
  }
  if (SAY_IT_THEMSELVES.some((kind) => error instanceof kind)) return scrub(error.message);
  if (hasCode(error, "EADDRINUSE")) {
    return `${error.message}: stop what listens there, or choose other ports (PORT, WEBHOOK_PORT, SANDBOX_PORT).`;
  }
  // A file that was named on the command line.
  if (hasCode(error, "ENOENT", "EACCES", "EISDIR")) return scrub(error.message);
  return scrub(error.stack ?? error.message);
}
