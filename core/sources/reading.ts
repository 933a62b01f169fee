import type { PollFailure } from "../../wire/polled-sources.js";
import { AppError } from "../errors.js";

/** A source's own counters of the running periods: never a score, because they freeze and are re-valued. */
export interface PeriodCounters {
  readonly today?: string;
  readonly thisWeek?: string;
  readonly thisMonth?: string;
}

/** One referred account in an answer. Amounts are plain decimals in USD, in exactly the digits that were sent. */
export interface SourceRow {
  readonly externalId: string;
  readonly displayName: string;
  readonly amount: string;
  /** The same after the casino's weights per game, where it tells them. */
  readonly weighted?: string;
  readonly deposited?: string;
  readonly lastActive?: Date;
  readonly isPrivate?: boolean;
  readonly periods?: PeriodCounters;
}

/** A well-formed answer of a source. */
export interface Reading {
  readonly requestedAt: Date;
  readonly receivedAt: Date;
  /** Only if the source states it. */
  readonly asOf?: Date;
  readonly rows: readonly SourceRow[];
  /** SHA-256 of the bytes, in hex. */
  readonly rawHash: string;
  readonly rawBytes: number;
  /** Sums that the answer states of itself and that are not true, by name. */
  readonly wrongSums?: Readonly<Record<string, string>>;
}

/** Half-open window of instants. */
export interface ReadingRange {
  readonly start: Date;
  readonly end: Date;
}

/** A source gave nothing that can be used; the message is for its operator and holds no credential. */
export class SourceError extends AppError {
  override readonly name = "SourceError";
  readonly code = "source_error";
  readonly kind: PollFailure;
  /** What the source asked for itself, if it did. */
  readonly retryAfterSeconds: number | undefined;
  constructor(kind: PollFailure, message: string, options: { retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}
