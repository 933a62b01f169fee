import { DatabaseError } from "pg";

/** Another writer was first; the transaction must be undone and done again from what is true now. */
export class ContendedError extends Error {
  override readonly name = "ContendedError";
}

/**
 * Serialization failure, deadlock, server going down or starting, no free connection slot, and everything about the
 * connection itself.
 */
const RETRYABLE = /^(?:40001|40P01|57P0[1-5]|53300|08...)$/;

/**
 * Whether the same transaction may succeed when it is simply tried again. What is not an answer of the server comes
 * from the connection: whether its COMMIT went through is unknown, and trying again is safe as recording is idempotent.
 */
export function isTransient(error: unknown): boolean {
  if (error instanceof ContendedError) return true;
  if (error instanceof DatabaseError) return RETRYABLE.test(error.code ?? "");
  // Node's errors of sockets have a code; the driver's own ("Connection terminated ...") have only their words.
  return error instanceof Error && ("code" in error || /connection|timeout/i.test(error.message));
}

/** Whether the data itself is refused: classes 22 (data exception) and 23 (integrity constraint violation). */
export function isAboutData(error: unknown): error is DatabaseError {
  return error instanceof DatabaseError && /^2[23]...$/.test(error.code ?? "");
}

/**
 * A player or source was not found by the statement that posts (a null where there may be none), or by a foreign key:
 * what we remember is of another database.
 */
export function isMissingPlayer(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === "23502" || error.code === "23503");
}

/** Somebody committed the same key between our look and our insert. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === "23505";
}
