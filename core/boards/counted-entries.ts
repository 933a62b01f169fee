import type { CountingRules } from "./counting-rules.js";

/** How far into the ledger a reader looks: every older era whole, the current one below the fence. */
export interface LedgerPosition {
  era: number;
  /** Transactions below it are finished and visible to the reading snapshot. */
  fence: bigint;
}

/** How many parameters {@link countedEntriesParameters} gives: a statement's own ones begin after it. */
export const COUNTED_PARAMETERS = 11;

function countedEntries(bound: string): string {
  return `
  select l.id, l.player_id, l.source_id, l.kind, l.ref, l.seq, l.revision, l.amount, l.delta, l.occurred_at, l.covers_from,
         l.category, l.era, l.xid, l.recorded_at,
         case when l.category = any($6::text[])
              then weighted_share(l.amount, ($7::bigint[])[array_position($6, l.category)])
                   - weighted_share(l.amount - l.delta, ($7::bigint[])[array_position($6, l.category)])
              else l.delta end as counted
  from ledger l
  where l.delta <> 0 and l.occurred_at is not null
    and ($1::smallint[] is null or l.source_id = any($1))
    and ($2::timestamptz is null or l.occurred_at >= $2) and ($3::timestamptz is null or l.occurred_at <= $3)
    and case when l.kind = 'snapshot'
          then (l.covers_from is not null or ($2::timestamptz is null and $3::timestamptz is null)
                or $9::boolean or l.player_id = any($10::bigint[]))
               and ($2::timestamptz is null or l.occurred_at > $2)
          else ($3::timestamptz is null or l.occurred_at < $3) end
    and (l.race_id is null or l.race_id = $8::text)
    and l.player_id <> all($11::bigint[])
    and ${bound}`;
}

/**
 * The ledger entries that rules count, with `counted`: the micro-USD each one adds. In SQL what `countedDelta` is in
 * memory; its parameters come from {@link countedEntriesParameters}.
 */
export const COUNTED_ENTRIES = countedEntries("(l.era < $4 or (l.era = $4 and l.xid < $5::xid8))");

/** As {@link COUNTED_ENTRIES}, of what a stored snapshot saw: {@link countedInSnapshotParameters}. */
export const COUNTED_IN_SNAPSHOT = countedEntries(
  "(l.era < $4 or (l.era = $4 and pg_visible_in_snapshot(l.xid, $5::pg_snapshot)))",
);

/** What would count and came after a stored snapshot: late by definition. */
export const COUNTED_AFTER_SNAPSHOT = countedEntries(
  "(l.era > $4 or (l.era = $4 and not pg_visible_in_snapshot(l.xid, $5::pg_snapshot)))",
);

export function countedEntriesParameters(rules: CountingRules, position: LedgerPosition): unknown[] {
  return parameters(rules, position.era, position.fence.toString());
}

/** The transactions a result was computed from: an era, and `pg_current_snapshot()` as text within it. */
export interface LedgerSnapshot {
  era: number;
  snapshot: string;
}

export function countedInSnapshotParameters(rules: CountingRules, { era, snapshot }: LedgerSnapshot): unknown[] {
  return parameters(rules, era, snapshot);
}

function parameters(rules: CountingRules, era: number, bound: string): unknown[] {
  return [
    rules.sources === null ? null : [...rules.sources],
    rules.interval.start,
    rules.interval.end,
    era,
    bound,
    [...rules.weights.keys()],
    [...rules.weights.values()],
    rules.race,
    rules.openings === "all",
    rules.openings === "all" ? [] : [...rules.openings],
    [...rules.excluded],
  ];
}
