/** PostgreSQL did not let us in. The message says what it answered and what to look at, and holds no password. */
export class DatabaseUnreachableError extends Error {
  override readonly name = "DatabaseUnreachableError";
  constructor(cause: unknown) {
    const answer = cause instanceof Error && cause.message !== "" ? cause.message : String(cause);
    super(`The database cannot be reached (${answer}): is PostgreSQL running, and is DATABASE_URL right?`, { cause });
  }
}
