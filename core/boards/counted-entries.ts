import type { CountingRules } from "./counting-rules.js";

/** How far into the ledger a reader looks: every older era whole, the current one below the fence. */
export interface LedgerPosition {
  era: number;
  /** Transactions below it are finished and visible to the reading snapshot. */
  fence: bigint;
}

/**
 * The ledger entries that rules count, with `counted`: the micro-USD each one adds. In SQL what `countedDelta` is in
 * memory; parameters $1 to $7 come from {@link countedEntriesParameters}.
 */
export const COUNTED_ENTRIES = `
  select l.id, l.player_id, l.source_id, l.kind, l.ref, l.seq, l.revision, l.amount, l.delta, l.occurred_at, l.covers_from,
         l.category, l.era, l.xid, l.recorded_at,
         case when w.weight is null then l.delta
              else weighted_share(l.amount, w.weight) - weighted_share(l.amount - l.delta, w.weight) end as counted
  from ledger l left join unnest($6::text[], $7::bigint[]) as w(category, weight) on w.category = l.category
  where l.delta <> 0 and l.occurred_at is not null
    and ($1::smallint[] is null or l.source_id = any($1))
    and ($2::timestamptz is null or l.occurred_at >= $2) and ($3::timestamptz is null or l.occurred_at <= $3)
    and case when l.kind = 'snapshot'
          then (l.covers_from is not null or ($2::timestamptz is null and $3::timestamptz is null))
               and ($2::timestamptz is null or l.occurred_at > $2)
          else ($3::timestamptz is null or l.occurred_at < $3) end
    and (l.era < $4 or (l.era = $4 and l.xid < $5::xid8))`;

export function countedEntriesParameters(rules: CountingRules, position: LedgerPosition): unknown[] {
  return [
    rules.sources === null ? null : [...rules.sources],
    rules.interval.start,
    rules.interval.end,
    position.era,
    position.fence.toString(),
    [...rules.weights.keys()],
    [...rules.weights.values()],
  ];
}
