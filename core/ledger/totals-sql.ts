/** Snapshots of one source take turns: a difference must not be computed from a total that is being replaced. */
export const LOCK_TOTALS = "select pg_advisory_xact_lock($1::int, $2::int)";
/** First key of the lock; any constant works, the second is the source's id. */
export const TOTALS_LOCK = 7_211_010;

/** Several posts may carry pages of one snapshot. */
export const OPEN_SNAPSHOT = `
  insert into snapshots (source_id, as_of, rows, requested_at) values ($1, $2, $3, $4)
  on conflict (source_id, as_of) do update set rows = snapshots.rows + excluded.rows
  returning id`;

export const READ_TOTALS = `
  select player_id, as_of < $3::timestamptz as is_older, recorded,
    to_char(coalesce(requested_at, as_of) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as covered_until
  from player_totals where source_id = $1 and player_id = any($2::bigint[])`;

export const WRITE_TOTALS = `
  insert into player_totals (source_id, player_id, as_of, total, recorded, requested_at)
  select $1, player_id, $2::timestamptz, total, recorded, $6::timestamptz
  from unnest($3::bigint[], $4::numeric[], $5::bigint[]) as t (player_id, total, recorded)
  order by player_id
  on conflict (source_id, player_id) do update
    set as_of = excluded.as_of, total = excluded.total, recorded = excluded.recorded,
      requested_at = excluded.requested_at`;

/** An entry counts where start < as of <= end; without \`covers_from\` it is a player's opening total. */
export const POST_DIFFERENCES = `
  insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, covers_from,
    category, era)
  select $1, 'snapshot', $2::text || ':' || player_id, 1, player_id, $3::bigint, amount, delta, $4::timestamptz, covers_from,
    $9::text, (select max(id) from ledger_eras)
  from unnest($5::bigint[], $6::bigint[], $7::bigint[], $8::timestamptz[])
    as d (player_id, amount, delta, covers_from)
  order by player_id`;
