import type { PoolClient } from "pg";
import { setStatus } from "../races/move-race.js";
import type { RaceRecord } from "../races/read-races.js";

/** States in which nothing is left to do. */
const CLOSED_STATES = ["paid", "confirmed", "expired", "replaced"] as const;

const OWE = `
  with owed as (
    insert into payouts (race_id, result_id, player_id, rank, lane, amount, state, created_by, created_at, expires_at)
    select $1, $2, w.player_id, w.rank, w.lane, w.amount, 'owed', $3, clock_timestamp(), clock_timestamp() + make_interval(days => $4)
    from (WINNERS) as w
    returning id, amount
  )
  insert into payout_events (payout_id, event, actor, detail, at)
  select id, 'owed', $3, jsonb_build_object('amount', amount::text), clock_timestamp() from owed`;

/** Prizes of a result: of its main table, which is lane 0, and of its lanes. */
const DUE = `
  select player_id, rank, 0 as lane, prize from race_result_winners where result_id = $2
  union all select player_id, rank, lane, prize from race_lane_rows where result_id = $2 and prize > 0`;

/** Writes what a final result owes, in the transaction that makes it final. @returns how many prizes are owed */
export async function owePrizes(
  client: PoolClient,
  race: RaceRecord,
  resultId: number,
  actor: string,
): Promise<number> {
  const winners = `select player_id, rank, lane, prize as amount from (${DUE}) as due order by lane, rank, player_id`;
  const { rowCount } = await client.query(OWE.replace("WINNERS", winners), [race.id, resultId, actor, race.claimDays]);
  return rowCount ?? 0;
}

/**
 * What each player has coming in each lane by the new version, against what is paid or on its way. What has rolled over
 * to another race is spent as if it were paid.
 */
const RECONCILE = `
  with due as (${DUE}),
  held as (
    select player_id, lane, coalesce(sum(p.amount) filter (where is_spent), 0)::bigint as paid,
           coalesce(sum(p.amount) filter (where not is_spent), 0)::bigint as open
    from payouts p left join payout_rollovers o on o.payout_id = p.id,
      lateral (select p.state in ('paid', 'confirmed') or o.payout_id is not null as is_spent) as s
    where p.race_id = $1 and p.state <> 'replaced' group by player_id, lane
  )
  select player_id, lane, due.rank, coalesce(due.prize, 0)::bigint as prize,
         coalesce(held.paid, 0)::bigint as paid, coalesce(held.open, 0)::bigint as open
  from due full join held using (player_id, lane)
  where coalesce(due.prize, 0) <> coalesce(held.paid, 0) + coalesce(held.open, 0)
  order by lane, due.rank, player_id`;

const REPLACE = `
  with changed as (${RECONCILE}),
  replaced as (
    update payouts p set state = 'replaced' from changed c
    where p.race_id = $1 and p.player_id = c.player_id and p.lane = c.lane and p.state in ('owed', 'claimed', 'approved', 'failed', 'expired')
      and not exists (select from payout_rollovers o where o.payout_id = p.id)
    returning p.id
  )
  insert into payout_events (payout_id, event, actor, detail, at)
  select id, 'replaced', $3, jsonb_build_object('result', $2::bigint), clock_timestamp() from replaced`;

const FLAG = `
  with changed as (${RECONCILE}),
  flagged as (
    update payouts p set flag = 'a later version of the result gives ' || (c.prize / 100.0)::numeric(20, 2) || ' USD in all'
    from changed c
    where p.race_id = $1 and p.player_id = c.player_id and p.lane = c.lane and p.state in ('paid', 'confirmed') and c.paid > c.prize
    returning p.id, c.prize
  )
  insert into payout_events (payout_id, event, actor, detail, at)
  select id, 'flagged', $3, jsonb_build_object('result', $2::bigint, 'prize', prize::text), clock_timestamp() from flagged`;

/** A still later version gives back what an earlier one had taken: nobody has to look at the payment any more. */
const UNFLAG = `
  with changed as (${RECONCILE}),
  unflagged as (
    update payouts p set flag = null
    where p.race_id = $1 and p.flag is not null and not exists (
      select from changed c where c.player_id = p.player_id and c.lane = p.lane and c.paid > c.prize)
    returning p.id
  )
  insert into payout_events (payout_id, event, actor, detail, at)
  select id, 'unflagged', $3, jsonb_build_object('result', $2::bigint), clock_timestamp() from unflagged`;

/**
 * Makes the payouts of a race follow a new version of its result. What is not paid yet is replaced by new rows; what
 * has been paid stays as it is: more is owed as a payout of its own, too much is only flagged. Does nothing before the
 * result is final.
 */
export async function adjustPayouts(
  client: PoolClient,
  race: RaceRecord,
  result: { id: number },
  actor: string,
): Promise<void> {
  if (race.status !== "final" && race.status !== "paid") return;
  for (const text of [FLAG, UNFLAG]) await client.query(text, [race.id, result.id, actor]);
  const { rows } = await client.query<{
    player_id: string;
    lane: number;
    rank: number | null;
    prize: string;
    paid: string;
  }>(RECONCILE, [race.id, result.id]);
  await client.query(REPLACE, [race.id, result.id, actor]);
  const owed = rows.filter((row) => row.rank !== null && BigInt(row.prize) > BigInt(row.paid));
  if (owed.length > 0) {
    const winners =
      "select * from unnest($5::bigint[], $6::int[], $7::int[], $8::bigint[]) as w(player_id, rank, lane, amount)";
    await client.query(OWE.replace("WINNERS", winners), [
      race.id,
      result.id,
      actor,
      race.claimDays,
      owed.map((row) => row.player_id),
      owed.map((row) => row.rank),
      owed.map((row) => row.lane),
      owed.map((row) => (BigInt(row.prize) - BigInt(row.paid)).toString()),
    ]);
  }
  if (owed.length > 0 && race.status === "paid") await setStatus(client, race.id, "final");
  else if (race.status === "final") await closeIfPaid(client, race);
}

/**
 * As {@link adjustPayouts}, by the newest result: when a payment comes back that a later version had found too high, only
 * what is due is owed again.
 */
export async function followNewestResult(client: PoolClient, race: RaceRecord, actor: string): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    "select id::text from race_results where race_id = $1 order by version desc limit 1",
    [race.id],
  );
  if (rows[0] !== undefined) await adjustPayouts(client, race, { id: Number(rows[0].id) }, actor);
}

/** A final race whose payouts are all closed is paid. @returns whether it was closed now */
export async function closeIfPaid(client: PoolClient, race: Pick<RaceRecord, "id">): Promise<boolean> {
  const { rowCount } = await client.query(
    `update races set status = 'paid' where id = $1 and status = 'final'
       and not exists (select from payouts p where p.race_id = races.id and p.state <> all($2))`,
    [race.id, CLOSED_STATES],
  );
  if (rowCount !== 1) return false;
  await client.query(
    "insert into race_events (race_id, event, actor, at) values ($1, 'paid', 'payouts', clock_timestamp())",
    [race.id],
  );
  return true;
}
