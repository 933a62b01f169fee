import type { PollFailure } from "../../wire/polled-sources.js";

/** What decides when a source is asked next. */
export interface PollPlan {
  /** When it was asked last. */
  readonly requestedAt: Date;
  /** When it answered, or failed to. */
  readonly endedAt: Date;
  readonly intervalMs: number;
  /** The adapter's own limit; nothing goes below it. */
  readonly leastIntervalMs: number;
  /** How long an answer takes. */
  readonly latencyMs: number;
  /** Instants at which races over it start or end. */
  readonly boundaries: readonly Date[];
}

/** Once and a half the usual time of an answer, and 5 s more: its answer must come before the boundary. */
const LEAD_FACTOR = 1.5;
const LEAD_MARGIN_MS = 5_000;
/** Our clock may be this far behind the database's, which moves the races (a start with more is refused). */
const AFTER_MARGIN_MS = 2_000;

/**
 * When to ask next while all is well: after the interval, and besides so that one answer comes just before each
 * boundary and one question is asked just after it. The wager between the two is the boundary's uncertainty.
 */
export function planPoll(plan: PollPlan): Date {
  const earliest = plan.requestedAt.getTime() + plan.leastIntervalMs;
  const usual = Math.max(plan.requestedAt.getTime() + plan.intervalMs, plan.endedAt.getTime(), earliest);
  const leadMs = plan.latencyMs * LEAD_FACTOR + LEAD_MARGIN_MS;
  const wanted = plan.boundaries.flatMap((boundary) => {
    const at = boundary.getTime();
    const before = at - leadMs;
    // A usual poll so shortly before would use up the adapter's interval and leave the boundary without one.
    if (before >= earliest) return usual > before - plan.leastIntervalMs ? [before] : [];
    return plan.requestedAt.getTime() < at ? [Math.max(at + AFTER_MARGIN_MS, earliest)] : [];
  });
  return new Date(wanted.length === 0 ? usual : Math.min(...wanted));
}

const FIRST_BACK_OFF_MS = 30_000;
/** The breaker: after five failures in a row a source is looked at every five minutes only. */
const BREAKER_FAILURES = 5;
const BREAKER_MS = 300_000;
/** Nothing changes about a credential by asking again. */
const AUTH_MS = 900_000;
const LONGEST_RETRY_AFTER_MS = 6 * 3_600_000;

export interface FailedPoll {
  readonly kind: PollFailure;
  /** In a row, this one included. */
  readonly failures: number;
  readonly retryAfterSeconds: number | undefined;
  readonly endedAt: Date;
  readonly leastIntervalMs: number;
  /** Uniform in [0, 1): sources that failed together do not come back together. */
  readonly random: number;
}

/** When to ask a source again that failed: later each time, and never sooner than it asked for. */
export function planRetry({ kind, failures, retryAfterSeconds, endedAt, leastIntervalMs, random }: FailedPoll): Date {
  const backOff = failures >= BREAKER_FAILURES ? BREAKER_MS : FIRST_BACK_OFF_MS * 2 ** (failures - 1);
  const own = kind === "auth" || kind === "bad-request" ? AUTH_MS : Math.min(backOff, BREAKER_MS);
  const jittered = own * (0.9 + 0.2 * random);
  const asked = Math.min((retryAfterSeconds ?? 0) * 1_000, LONGEST_RETRY_AFTER_MS);
  return new Date(endedAt.getTime() + Math.max(jittered, leastIntervalMs, asked));
}
