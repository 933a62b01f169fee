// LATERAL with LIMIT makes an index lookup per row the only possible plan, whatever the planner believes about sizes.
export const FIND_PLAYERS = `
  select p.id, p.source_id, p.external_id, p.name, p.named_at
  from unnest($1::smallint[], $2::text[]) as wanted (source_id, external_id)
  cross join lateral (
    select * from players
    where players.source_id = wanted.source_id and players.external_id = wanted.external_id
    limit 1
  ) p`;

// Sorted, so that two processes that meet the same newcomers wait for each other in one order.
export const INSERT_PLAYERS = `
  with added as (
    insert into players (source_id, external_id, name, named_at)
    select * from unnest($1::smallint[], $2::text[], $3::text[], $4::timestamptz[])
      as newcomer (source_id, external_id, name, named_at)
    order by source_id, external_id collate "C"
    on conflict do nothing
    returning id, source_id, external_id, name, named_at
  ), named as (
    insert into player_names (player_id, name, seen_at)
    select id, name, named_at from added where name is not null
  )
  select * from added`;

/** How many names one statement changes: `array_position` is linear. */
export const MAX_RENAMES = 500;

// The rows are locked in the order of their ids before they are changed: an UPDATE alone promises no order.
export const RENAME_PLAYERS = `
  with locked as materialized (
    select id from players where id = any($1::bigint[]) order by id for no key update
  ), changed as (
    update players
    set name = ($2::text[])[array_position($1::bigint[], id)],
      named_at = ($3::timestamptz[])[array_position($1::bigint[], id)]
    where id = any(array(select id from locked))
      and coalesce(named_at, '-infinity') < ($3::timestamptz[])[array_position($1::bigint[], id)]
      and name is distinct from ($2::text[])[array_position($1::bigint[], id)]
    returning id, name, named_at
  )
  insert into player_names (player_id, name, seen_at)
  select id, name, named_at from changed
  on conflict do nothing`;
