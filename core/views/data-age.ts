import type { SourceAge } from "../races/read-races.js";
import { isoText } from "../time/iso-text.js";

export interface DataAge {
  /** Instant the figures stand for; null while nothing has ever arrived. */
  asOf: string | null;
  /** True when a reader should be told "delayed". */
  stale: boolean;
}

/**
 * Age of what a board shows. Several sources are as good as the one that has been silent the longest. A process that
 * has lost the ledger itself cannot be fresher than its last look.
 */
export function dataAge(sources: readonly SourceAge[], caughtUpAt: Date, now: Date): DataAge {
  const heard = sources.flatMap((source) => (source.lastAcceptedAt === null ? [] : [source.lastAcceptedAt.getTime()]));
  const oldest = heard.length === 0 ? null : Math.min(...heard, caughtUpAt.getTime());
  const isSilent = sources.some(
    ({ lastAcceptedAt, staleAfterSeconds }) =>
      lastAcceptedAt !== null && now.getTime() - lastAcceptedAt.getTime() > staleAfterSeconds * 1000,
  );
  // Twenty missed tail rounds: the database is away or far behind.
  const isBehind = now.getTime() - caughtUpAt.getTime() > 5_000;
  return { asOf: oldest === null ? null : isoText(oldest), stale: isSilent || isBehind };
}
