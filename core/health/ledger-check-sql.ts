/** Entries a slice holds; a larger transaction is one slice of its own. */
const SLICE_ENTRIES = 50_000;

/**
 * Where the next slice of an era ends: after whole transactions, at the fence of finished ones at the latest. Older
 * eras were written by another cluster and are finished as a whole.
 */
export const NEXT_BOUND = `
  with newest as (select max(id)::int as era from ledger_eras),
  fence as (
    select case when $1::smallint < newest.era then '18446744073709551615'::xid8
                else pg_snapshot_xmin(pg_current_snapshot()) end as xid
    from newest
  ), cut as (
    select l.xid from ledger l, fence where l.era = $1::smallint and l.xid >= $2::xid8 and l.xid < fence.xid
    order by l.xid offset ${SLICE_ENTRIES} limit 1
  ), beyond as (
    select l.xid from ledger l, cut, fence where l.era = $1::smallint and l.xid > cut.xid and l.xid < fence.xid
    order by l.xid limit 1
  )
  select coalesce((select xid from cut where xid > $2::xid8), (select xid from beyond), fence.xid)::text as bound,
         fence.xid::text as fence, newest.era as newest_era
  from fence, newest where newest.era is not null`;

/**
 * Chains with an entry whose difference is not the step from the worth before it to its own. A snapshot's chain is its
 * player, ordered by time; a player's first total and a wager's first entry step up from nothing.
 */
export const BROKEN_ENTRIES = `
  select l.source_id, l.kind, case l.kind when 'wager' then l.ref else l.player_id::text end as name
  from ledger l
  where l.era = $1::smallint and l.xid >= $2::xid8 and l.xid < $3::xid8 and l.kind in ('wager', 'snapshot')
    and l.delta <> l.amount - case
      when l.kind = 'wager' and l.seq = 1 then 0
      when l.kind = 'wager' then coalesce((
        select before.amount from ledger before
        where before.source_id = l.source_id and before.kind = 'wager' and before.ref = l.ref and before.seq = l.seq - 1
      ), 0)
      else coalesce((
        select before.amount from ledger before
        where before.source_id = l.source_id and before.player_id = l.player_id and before.kind = 'snapshot'
          and before.occurred_at < l.occurred_at
        order by before.occurred_at desc limit 1
      ), 0) end
  group by 1, 2, 3 limit 1000`;

/** Per wager: the sum of its chain against the worth its head tells. */
export const OFF_WAGERS = `
  select chain.place::int, abs(sums.total - sums.worth)::text as units
  from unnest($1::smallint[], $2::text[]) with ordinality as chain (source_id, ref, place)
  cross join lateral (
    select sum(l.delta) as total, (array_agg(l.amount order by l.seq desc))[1] as worth
    from ledger l where l.source_id = chain.source_id and l.kind = 'wager' and l.ref = chain.ref
  ) sums
  where sums.total <> sums.worth`;

/** Per player of a source of totals: the sum of the differences against the newest total. */
export const OFF_TOTALS = `
  select chain.place::int, abs(sums.total - newest.recorded)::text as units
  from unnest($1::smallint[], $2::bigint[]) with ordinality as chain (source_id, player_id, place)
  cross join lateral (
    select coalesce(sum(l.delta), 0) as total from ledger l
    where l.source_id = chain.source_id and l.player_id = chain.player_id and l.kind = 'snapshot'
  ) sums
  cross join lateral (
    select coalesce(max(t.recorded), 0) as recorded from player_totals t
    where t.source_id = chain.source_id and t.player_id = chain.player_id
  ) newest
  where sums.total <> newest.recorded`;
