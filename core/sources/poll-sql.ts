/** Whoever lost his lease meanwhile records nothing: somebody else has asked. Null stands for a person, who has none. */
const MINE = "p.source_id = $1 and ($2::uuid is null or p.lease_token = $2::uuid)";

/**
 * A good answer, beside the ledger entries of the same transaction: the log of polls, the archive, what the monitor
 * found, the age of the data, and when to ask next. One statement, so that a poll takes few trips.
 */
export const FINISH_GOOD = `
  with mine as (
    update polled_sources p set lease_token = case when $2::uuid is null then p.lease_token end,
      lease_until = case when $2::uuid is null then p.lease_until end, ordered = case when $2::uuid is null then p.ordered end,
      failures = 0, failure_kind = null, failure_detail = null, failing_since = null,
      last_requested_at = greatest(p.last_requested_at, $4::timestamptz),
      next_poll_at = coalesce($6::timestamptz, p.next_poll_at), good_rows = $9, good_total = $10, monitor = $11::jsonb
    where ${MINE} returning p.source_id
  ), poll as (
    insert into source_polls (source_id, purpose, requested_at, received_at, outcome, bytes, raw_sha256, rows, added, changed,
      refused)
    select source_id, $3, $4::timestamptz, $5::timestamptz, 'good', $7, $8::bytea, $9, $12, $13, 0 from mine
    returning id, source_id
  ), kept as (
    insert into source_archive (poll_id, source_id, is_whole, rows_sha256, content)
    select id, source_id, $14, $15::bytea, $16::bytea from poll
  ), heard as (
    insert into source_health (source_id, last_accepted_at) select source_id, $5 from mine
    on conflict (source_id) do update set last_accepted_at = excluded.last_accepted_at
    where source_health.last_accepted_at < excluded.last_accepted_at
  ), recovered as (
    update held_snapshots h set state = 'dropped', decided_by = 'system', decided_at = $5
    from mine where h.source_id = mine.source_id and h.state = 'open' and h.received_at < $5
  ), found as (
    insert into source_findings (source_id, kind, field, figures, is_blocking, began_at, seen_at)
    select mine.source_id, f.kind, f.field, f.figures::jsonb, f.is_blocking, f.began_at, $5
    from mine, unnest($17::text[], $18::text[], $19::text[], $20::boolean[], $21::timestamptz[])
      as f (kind, field, figures, is_blocking, began_at)
    on conflict (source_id, kind, field) where ended_at is null
    do update set figures = excluded.figures, is_blocking = excluded.is_blocking, seen_at = excluded.seen_at
  ), ended as (
    update source_findings f set ended_at = $5 from mine
    where f.source_id = mine.source_id and f.ended_at is null
      and f.kind || ':' || f.field <> all(select k || ':' || v from unnest($17::text[], $18::text[]) as n (k, v))
  ), hint as (select pg_notify('ledger', ''))
  select id::text as poll_id from poll, hint`;

/** An implausible answer: kept aside, and the newest one in the place of the ones before it. */
export const FINISH_HELD = `
  with mine as (
    update polled_sources p set lease_token = null, lease_until = null, ordered = null, failures = 0, failure_kind = null,
      failure_detail = null, failing_since = null, last_requested_at = $3::timestamptz, next_poll_at = $5
    where ${MINE} returning p.source_id
  ), poll as (
    insert into source_polls (source_id, purpose, requested_at, received_at, outcome, kind, bytes, raw_sha256, rows)
    select source_id, 'poll', $3::timestamptz, $4::timestamptz, 'held', $6, $7, $8::bytea, $9 from mine
  )
  insert into held_snapshots (source_id, requested_at, received_at, reason, figures, content, state, first_at)
  select source_id, $3::timestamptz, $4::timestamptz, $6, $10::jsonb, $11::bytea, 'open', $4::timestamptz from mine
  on conflict (source_id) where state = 'open' do update set requested_at = excluded.requested_at,
    received_at = excluded.received_at, reason = excluded.reason, figures = excluded.figures, content = excluded.content,
    times = held_snapshots.times + 1`;

/** No answer that can be used. */
export const FINISH_FAILED = `
  with mine as (
    update polled_sources p set lease_token = null, lease_until = null, ordered = null, failures = p.failures + 1,
      failure_kind = $6, failure_detail = $7, failing_since = coalesce(p.failing_since, $4::timestamptz),
      last_requested_at = $3::timestamptz, next_poll_at = $5
    where ${MINE} returning p.source_id
  )
  insert into source_polls (source_id, purpose, requested_at, received_at, outcome, kind, detail)
  select source_id, $8, $3::timestamptz, $4::timestamptz, 'failed', $6, $7 from mine`;

/** A question that changes nothing but the log: a test, or one about a closed window. */
export const FINISH_APART = `
  with mine as (
    update polled_sources p set lease_token = null, lease_until = null, ordered = null,
      last_requested_at = $3::timestamptz, next_poll_at = greatest(p.next_poll_at, $5::timestamptz)
    where ${MINE} returning p.source_id
  )
  insert into source_polls (source_id, purpose, requested_at, received_at, outcome, kind, detail, bytes, raw_sha256, rows)
  select source_id, $6, $3::timestamptz, $4::timestamptz, case when $7::text is null then 'good' else 'failed' end, $7, $8,
    $9, $10::bytea, $11 from mine`;

/** What the ledger was last told of every player of a source, in the digits that were sent. */
export const RECORDED_TOTALS = `
  select p.external_id, t.total::text from player_totals t join players p on p.source_id = t.source_id and p.id = t.player_id
  where t.source_id = $1`;
