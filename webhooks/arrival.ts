import type { Clock } from "../core/clock.js";
import type { Log } from "../core/log.js";
import type { SecretBook } from "../core/sources/secret-book.js";
import type { Admission } from "./admission.js";
import type { HookHeaders } from "./hook-headers.js";
import type { HookEndpoint, HookPath } from "./hook-path.js";
import type { Exchange, Refusals } from "./refusals.js";

export interface ReceiverParts {
  readonly book: SecretBook;
  readonly admission: Admission;
  readonly refusals: Refusals;
  readonly clock: Clock;
  readonly log: Log;
  readonly isDraining: () => boolean;
}

/** One request on its way through the checks. */
export interface Arrival extends Exchange {
  readonly path: HookPath;
  readonly headers: HookHeaders;
  readonly receivedAt: Date;
}

const KIB = 1_024;
export const BODY_LIMITS: Record<HookEndpoint, number> = { event: 64 * KIB, batch: 1_024 * KIB, totals: 8_192 * KIB };

/** Goes on once the sources have been read later than now; without the database nobody can be refused as unknown. */
export function refreshed({ book, refusals, log }: ReceiverParts, exchange: Exchange, then: () => void): void {
  book.refreshAfter(performance.now()).then(then, (error: unknown) => {
    log.warn({ err: error }, "a refusal could not be checked against the database");
    refusals.unavailable(exchange);
  });
}
