/** Micro-USD or cents in SQL as text with 6 or 2 decimals: what `formatMicroUsd` and `formatCents` give. */
export function usdSql(amount: string, decimals: 2 | 6): string {
  const unit = decimals === 2 ? "100" : "1000000";
  return `(case when ${amount} < 0 then '-' else '' end || abs(${amount}) / ${unit} || '.' || lpad((abs(${amount}) % ${unit})::text, ${decimals}, '0'))`;
}

/** An instant in SQL as ISO text in UTC with milliseconds. */
export function instantSql(at: string): string {
  return `to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** As {@link instantSql}, with the microseconds PostgreSQL keeps. */
export function preciseInstantSql(at: string): string {
  return `to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

function microsecondsSql(at: string): string {
  return `(extract(epoch from ${at}) * 1000000)::bigint`;
}

/**
 * The line of a counted entry that is hashed: in SQL what `entryLine` of proof/verify-receipt.ts is. Tabs cannot occur
 * in its texts, because control characters are refused where they come in.
 */
export const ENTRY_LINE_SQL = [
  "s.slug",
  "e.kind",
  "e.ref",
  "e.seq",
  "e.revision",
  "e.amount",
  "e.delta",
  "e.counted",
  microsecondsSql("e.occurred_at"),
  `coalesce(${microsecondsSql("e.covers_from")}::text, '')`,
  "coalesce(e.category, '')",
].join(" || E'\\t' || ");
