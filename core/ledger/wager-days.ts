import { microUsd, type MicroUsd } from "../../wire/money.js";
import type { CoreContext } from "../context.js";

export interface WagerDay {
  at: Date;
  wagered: MicroUsd;
  players: number;
}

/**
 * Opening totals have no moment and are left out, as everywhere but in "all time". The BRIN index over `occurred_at`
 * keeps this to the days in question.
 */
const DAYS = `
  with span as (
    select date_trunc('day', $1::timestamptz at time zone $2) - make_interval(days => $3 - 1) as first,
           date_trunc('day', $1::timestamptz at time zone $2) as last
  ), sums as (
    select date_trunc('day', occurred_at at time zone $2) as local, sum(delta)::text as wagered,
           count(distinct player_id)::int as players
    from ledger, span
    where occurred_at >= span.first at time zone $2 and occurred_at <= $1
      and not (kind = 'snapshot' and covers_from is null)
    group by 1
  )
  select d.local at time zone $2 as at, coalesce(s.wagered, '0') as wagered, coalesce(s.players, 0) as players
  from span, generate_series(span.first, span.last, '1 day') as d(local) left join sums s on s.local = d.local
  order by d.local`;

/** Wager of the operator's last days, today included, oldest first; empty days too. @param days at least 1 */
export async function lastWagerDays(
  { pool, clock, timeZone }: Pick<CoreContext, "pool" | "clock" | "timeZone">,
  days: number,
): Promise<WagerDay[]> {
  const { rows } = await pool.query<{ at: Date; wagered: string; players: number }>(DAYS, [
    clock.now(),
    timeZone,
    days,
  ]);
  return rows.map(({ at, wagered, players }) => ({ at, wagered: microUsd(BigInt(wagered)), players }));
}
