/** Connection lost or refused, shutting down, too many connections, statement or lock timed out. */
const AWAY_CODES = /^(08...|57P0[1-5]|57014|55P03|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const AWAY_MESSAGES =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error/;

/** Tells whether an error, or what it was caused by, means that the database cannot be reached just now. */
export function isDatabaseAway(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string" && AWAY_CODES.test(at.code)) return true;
    if (AWAY_MESSAGES.test(at.message)) return true;
    if (at instanceof AggregateError && at.errors.some(isDatabaseAway)) return true;
  }
  return false;
}
