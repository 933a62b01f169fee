export interface InputIssue {
  /** Dotted path of the field, empty for the whole input. */
  path: string;
  message: string;
}

/**
 * Base of every error we expect. `code` is stable for programs; the message names the fault and how to mend it.
 * `core/` knows no status codes: each surface maps codes in one table.
 */
export abstract class AppError extends Error {
  abstract readonly code: string;
}

export class InvalidInputError extends AppError {
  override readonly name = "InvalidInputError";
  readonly code = "invalid_input";
  readonly issues: readonly InputIssue[];
  constructor(message: string, issues: readonly InputIssue[] = []) {
    super(message);
    this.issues = issues;
  }
}

/** Why somebody is not signed in. Counted for the operator; the one who asked is told no more than the message says. */
export type SignInFault = "no_token" | "bad_token" | "bad_key" | "session_ended" | "launch_used_up" | InitDataFault;

/** What is wrong with the launch data of the Mini App. */
export type InitDataFault = "malformed" | "repeated_key" | "bad_hash" | "too_old" | "from_the_future" | "no_user";

export class UnauthorizedError extends AppError {
  override readonly name = "UnauthorizedError";
  readonly code = "unauthorized";
  readonly fault: SignInFault;
  constructor(message: string, fault: SignInFault, options?: ErrorOptions) {
    super(message, options);
    this.fault = fault;
  }
}

export class ForbiddenError extends AppError {
  override readonly name = "ForbiddenError";
  readonly code = "forbidden";
}

export class NotFoundError extends AppError {
  override readonly name = "NotFoundError";
  readonly code = "not_found";
}

/** The state of the thing does not allow the move; `allowed` names the moves that it does allow. */
export class ConflictError extends AppError {
  override readonly name = "ConflictError";
  readonly code = "conflict";
  readonly allowed: readonly string[];
  constructor(message: string, allowed: readonly string[] = []) {
    super(message);
    this.allowed = allowed;
  }
}

export class RateLimitedError extends AppError {
  override readonly name = "RateLimitedError";
  readonly code = "rate_limited";
  readonly retryAfterSeconds: number;
  constructor(message: string, retryAfterSeconds: number) {
    super(message);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** A dependency is away; the caller may try again. */
export class UnavailableError extends AppError {
  override readonly name = "UnavailableError";
  readonly code = "unavailable";
}
