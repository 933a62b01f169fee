// Every statement sorts by its key before it locks: two writers that meet the same keys in opposite order would
// otherwise deadlock (measured: 27 rows/s with deadlocks, 6,640 without). `collate "C"` is the order every writer has.

/**
 * The player of a row of `wanted`, as `players` has him: null, which the ledger refuses with 23502, when he is not there
 * or not his source's. The ledger has no foreign key to players, because its check takes a lock and 10 to 17 us a row
 * (docs/adr/0005): every statement that posts proves its players itself, and players are never deleted (guards).
 */
const PROVEN_PLAYER = `(
        select case when players.source_id = wanted.source_id then players.id end
        from players where players.id = wanted.player_id
      )`;
/** As {@link PROVEN_PLAYER}, for the source of a delivery: needed where a delivery may be without wagers. */
const PROVEN_SOURCE = "(select sources.id from sources where sources.id = sent.source_id)";

/**
 * Where `players` is kept, and since when its server runs. While this stays the same nobody has put another table in its
 * place, so what was read from it since is still true: players are never deleted or renumbered (guards). A restored
 * backup is another file, or the same one under a server that was started anew; so is a rewritten table, harmlessly.
 */
const PLACE_OF_PLAYERS = "concat(pg_relation_filepath('players'), ' ', extract(epoch from pg_postmaster_start_time()))";
export const READ_PLACE_OF_PLAYERS = `select ${PLACE_OF_PLAYERS} as place`;

/**
 * The entries of a flush of new wagers. Their players are proven once for all of them, not one by one as by
 * {@link PROVEN_PLAYER}: ids that were read from where `players` still is are true, others become null, which the ledger
 * refuses with 23502. Looking up each was 15 % of the statement. By its wagers' players the source of a delivery is proven too.
 */
const postedFrom = (wanted: string, placeOfPlayers: string): string => `
    insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, category, game, era)
    select source_id, 'wager', ref, 1, case when (select ${placeOfPlayers} = ${PLACE_OF_PLAYERS}) then player_id end,
      revision, amount, amount, occurred_at, category, game, (select max(id) from ledger_eras)
    from ${wanted} and (select count(*) from taken) is not null
    order by source_id, ref collate "C"`;

const takenFrom = (sent: string): string => `
    insert into webhook_inbox (source_id, delivery_id, body_sha256, body, outcome)
    select source_id, delivery_id, sha256(body), body, 'accepted' from ${sent}
    order by source_id, delivery_id collate "C"
    returning 1`;

/**
 * The whole recording of a flush in one statement and one round trip, for the common case: deliveries and wagers that
 * nobody has heard of, of which nothing is looked up first. When one of them is known after all, or somebody commits the
 * same keys in this very moment, the statement fails as a whole with 23505. Counting `taken` makes the inbox come before
 * the ledger, as it does below: left alone, PostgreSQL runs the two in any order.
 *
 * `substring` cuts the bodies out of one parameter, because bytes in an array would travel as twice as many hex digits.
 */
export const POST_UNSEEN = `
  with sent as (
    select s.source_id, s.delivery_id, substring($5::bytea from s.body_start for s.body_length) as body
    from unnest($1::smallint[], $2::text[], $3::int[], $4::int[]) as s (source_id, delivery_id, body_start, body_length)
  ), taken as (${takenFrom("sent")}
  )
  ${postedFrom(
    `unnest($6::smallint[], $7::text[], $8::bigint[], $9::bigint[], $10::bigint[], $11::timestamptz[], $12::text[],
        $13::text[]) as w (source_id, ref, player_id, revision, amount, occurred_at, category, game)
    where true`,
    "$14::text",
  )}`;

/**
 * As {@link POST_UNSEEN}, with a look at what is known, which takes a quarter longer: for connections that have met
 * something known lately. What is not new is left alone and named: deliveries that are known (`same` tells whether the
 * body is), and deliveries of which a wager is known (`same` is null).
 *
 * Wagers refer to their delivery by its 1-based place. Scalar subqueries keep every look-up an index probe; the
 * \`order by seq\` keeps it on the primary key, as on a young table all indexes look equally good to the planner.
 */
export const POST_NEW = `
  with sent as materialized (
    select s.*, substring($5::bytea from s.body_start for s.body_length) as body
    from unnest($1::smallint[], $2::text[], $3::int[], $4::int[])
      with ordinality as s (source_id, delivery_id, body_start, body_length, place)
  ), wanted as materialized (
    select * from unnest($6::smallint[], $7::text[], $8::bigint[], $9::bigint[], $10::bigint[], $11::timestamptz[],
        $12::text[], $13::text[], $15::int[])
      as w (source_id, ref, player_id, revision, amount, occurred_at, category, game, place)
  ), held as materialized (
    select place::int, same from (
      select place, (
        select inbox.body_sha256 = sha256(sent.body) from webhook_inbox inbox
        where inbox.source_id = sent.source_id and inbox.delivery_id = sent.delivery_id
      ) as same
      from sent
    ) known where same is not null
    union all
    select place, null from wanted where (
      select true from ledger
      where ledger.source_id = wanted.source_id and ledger.kind = 'wager' and ledger.ref = wanted.ref
      order by seq limit 1
    )
  ), taken as (${takenFrom("sent where place not in (select place from held)")}
  ), posted as (${postedFrom("wanted where place not in (select place from held)", "$14::text")}
  )
  select place, same from held`;

/**
 * The careful way, inside a transaction: takes the deliveries that are new and posts the first revision of their
 * wagers. Gives back the exceptions: deliveries that were not new (`same` tells whether the body is; null when they
 * came in this very moment), and wagers of new deliveries that have a chain already (`item` is set).
 */
export const TAKE_AND_POST = `
  with sent as materialized (
    select s.place, s.source_id, s.delivery_id, s.outcome, substring($5::bytea from s.body_start for s.body_length) as body
    from unnest($1::smallint[], $2::text[], $3::int[], $4::int[], $6::text[])
      with ordinality as s (source_id, delivery_id, body_start, body_length, outcome, place)
  ), taken as (
    insert into webhook_inbox (source_id, delivery_id, body_sha256, body, outcome)
    select ${PROVEN_SOURCE}, delivery_id, sha256(body), body, outcome from sent
    order by source_id, delivery_id collate "C"
    on conflict do nothing
    returning source_id, delivery_id
  ), fresh as materialized (
    select sent.place, sent.source_id
    from sent join taken on taken.source_id = sent.source_id and taken.delivery_id = sent.delivery_id
  ), wanted as materialized (
    select w.*, fresh.source_id
    from unnest($7::int[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[], $12::timestamptz[], $13::text[], $14::text[])
      with ordinality as w (place, ref, player_id, revision, amount, occurred_at, category, game, item)
    join fresh on fresh.place = w.place
  ), posted as (
    insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, category, game, era)
    select source_id, 'wager', ref, 1, ${PROVEN_PLAYER}, revision, amount, amount, occurred_at, category, game,
      (select max(id) from ledger_eras)
    from wanted
    order by source_id, ref collate "C"
    on conflict do nothing
    returning source_id, ref
  )
  select sent.place::int, null::int as item, (
      select inbox.body_sha256 = sha256(sent.body) from webhook_inbox inbox
      where inbox.source_id = sent.source_id and inbox.delivery_id = sent.delivery_id
    ) as same
  from sent where not exists (select from fresh where fresh.place = sent.place)
  union all
  select wanted.place, wanted.item::int, null
  from wanted
  where not exists (select from posted where posted.source_id = wanted.source_id and posted.ref = wanted.ref)`;

/** What an earlier commit keeps under a delivery id that has just been refused as known. */
export const COMPARE_BODY = `
  select body_sha256 = sha256($3::bytea) as same from webhook_inbox where source_id = $1 and delivery_id = $2`;

const UTC_MICROSECONDS = `'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`;

/** The newest entry of each chain, and what the chain says under the revision at hand. */
export const READ_CHAINS = `
  select wanted.place::int, head.seq, head.player_id, head.revision, head.amount, head.category, head.game,
    to_char(head.occurred_at at time zone 'UTC', ${UTC_MICROSECONDS}) as occurred_at,
    told.amount as told_amount, told.category as told_category
  from unnest($1::smallint[], $2::text[], $3::bigint[]) with ordinality as wanted (source_id, ref, revision, place)
  cross join lateral (
    select * from ledger
    where ledger.source_id = wanted.source_id and ledger.kind = 'wager' and ledger.ref = wanted.ref
    order by seq desc limit 1
  ) head
  left join lateral (
    select amount, category from ledger
    where ledger.source_id = wanted.source_id and ledger.kind = 'wager' and ledger.ref = wanted.ref
      and ledger.revision = wanted.revision
    order by seq desc limit 1
  ) told on true`;

/** Adds entries to chains. Counts those that were added: a missing one means another writer was first. */
export const APPEND_ENTRIES = `
  with appended as (
    insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, category, game, era)
    select source_id, 'wager', ref, seq, ${PROVEN_PLAYER}, revision, amount, delta, occurred_at, category, game,
      (select max(id) from ledger_eras)
    from unnest($1::smallint[], $2::text[], $3::int[], $4::bigint[], $5::bigint[], $6::bigint[], $7::bigint[],
      $8::timestamptz[], $9::text[], $10::text[])
      as wanted (source_id, ref, seq, player_id, revision, amount, delta, occurred_at, category, game)
    order by source_id, ref collate "C", seq
    on conflict do nothing
    returning 1
  )
  select count(*)::int as appended from appended`;

export const ADD_DEAD_LETTERS = `
  insert into dead_letters (source_id, delivery_id, item, endpoint, headers, body, reason, detail, received_at)
  select * from unnest($1::smallint[], $2::text[], $3::int[], $4::text[], $5::jsonb[], $6::bytea[], $7::text[],
    $8::text[], $9::timestamptz[])
  on conflict do nothing`;

export const MARK_QUARANTINED = `
  update webhook_inbox set outcome = 'quarantined' where source_id = $1 and delivery_id = $2`;
