import type { PoolClient } from "pg";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import { cents, formatCents, type Cents } from "../../wire/money.js";
import { recordRaceEvent } from "../races/move-race.js";
import type { RaceRecord } from "../races/read-races.js";

/**
 * Later races of the series that have not started. All of them are locked: when the first one starts in this very
 * moment, its row drops out and the one behind it is taken. A prize that would outgrow `race_prizes_prize_range` is left out.
 */
const NEXT = `
  select r.id from race_series_races mine
    join race_series_races later on later.series_id = mine.series_id and later.occurrence > mine.occurrence
    join races r on r.id = later.race_id
    join race_prizes p on p.race_id = r.id and p.rank = 1 and p.prize <= 1000000000000 - $2::bigint
  where mine.race_id = $1 and r.status in ('draft', 'scheduled') and r.starts_at > clock_timestamp()
  order by later.occurrence for no key update of r`;

const ROLL = `
  with rolled as (
    insert into payout_rollovers (payout_id, race_id, amount, at)
    select id, $2, amount, clock_timestamp() from payouts where id = any($1::bigint[])
    returning payout_id
  )
  insert into payout_events (payout_id, event, actor, detail, at)
  select payout_id, 'rolled_over', 'scheduler', jsonb_build_object('race', $2::text), clock_timestamp() from rolled`;

/** The limit moves along, so that the pool can still grow as far as it was announced. */
const ADD = `
  with added as (update race_prizes set prize = prize + $2 where race_id = $1 and rank = 1)
  update races set growth_limit = growth_limit + $2, rules_xid = pg_current_xact_id() where id = $1`;

/**
 * Adds prizes that have just expired to the first prize of the series' next race, as its rules say:
 * the table still falls, and no other place changes. Without a next race nothing is done, and the operator has them back.
 * @param from the race that owed them, locked by the caller; the next one is locked after it, as everywhere
 * @param payouts ids of what expired in this transaction
 */
export async function rollOver(client: PoolClient, from: RaceRecord, payouts: readonly string[]): Promise<void> {
  if (from.unclaimed !== "roll_over" || payouts.length === 0) return;
  const amount = await sumOf(client, payouts);
  const { rows } = await client.query<{ id: string }>(NEXT, [from.id, amount.toString()]);
  const next: RaceId | undefined = parseRaceId(rows[0]?.id ?? "");
  if (next === undefined) return;
  await client.query(ROLL, [payouts, next]);
  await client.query(ADD, [next, amount.toString()]);
  await recordRaceEvent(client, next, {
    event: "changed",
    actor: "payouts",
    note: `Prizes of "${from.title}" that nobody claimed: the first prize is ${formatCents(amount)} USD more.`,
    detail: { changed: ["prizes"], from: from.id, payouts },
  });
}

/**
 * How much of a race's first prize, and of its growth limit, is what rolled over into it: 0 once somebody has set a first
 * prize that cannot hold it.
 */
export function stillRolledOver({ prizes, rolledOver }: Pick<RaceRecord, "prizes" | "rolledOver">): Cents {
  const [first = 0n, second = 0n] = prizes;
  const own = first - rolledOver;
  return own > 0n && own >= second ? rolledOver : cents(0n);
}

async function sumOf(client: PoolClient, payouts: readonly string[]): Promise<Cents> {
  const { rows } = await client.query<{ amount: string }>(
    "select sum(amount)::text as amount from payouts where id = any($1::bigint[])",
    [payouts],
  );
  return cents(BigInt(rows[0]?.amount ?? "0"));
}
