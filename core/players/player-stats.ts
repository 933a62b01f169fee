import { periodAt } from "../time/periods.js";
import type { PlayerId } from "../../wire/ids.js";
import { cents, microUsd, type Cents, type MicroUsd } from "../../wire/money.js";
import type { StatsBucket } from "../../wire/me.js";
import type { Period } from "../../wire/race.js";
import type { CoreContext } from "../context.js";
import { InvalidInputError } from "../errors.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

export interface PlayerStats {
  from: Date | null;
  wagered: MicroUsd;
  entries: number;
  /** Prizes won in the period, first places among them, and what they are worth. */
  prizes: { places: number; wins: number; amount: Cents };
  /** Every bucket of the period up to now, empty ones too, oldest first. */
  series: { at: Date; wagered: MicroUsd }[];
}

/** More points than a screen has pixels to show. */
const MOST_POINTS = 1_000;

/**
 * Sums over the ledger, empty buckets included. Opening totals have no moment: they count for all time only, and in no
 * bucket. Buckets begin on the wall clock of the zone.
 */
const STATS = `
  with entries as materialized (
    select delta, occurred_at, covers_from is null and kind = 'snapshot' as is_opening from ledger l
    join players p on p.id = any($1::bigint[]) and p.source_id = l.source_id and p.id = l.player_id
    where l.delta <> 0 and ($2::timestamptz is null or l.occurred_at >= $2) and l.occurred_at <= $3
  ), buckets as (
    select date_trunc($4, occurred_at at time zone $5) as local, sum(delta) as wagered from entries
    where not is_opening group by 1
  ), span as (
    select date_trunc($4, coalesce($2, (select min(occurred_at) from entries where not is_opening), $3) at time zone $5) as first,
           date_trunc($4, $3::timestamptz at time zone $5) as last
  )
  select
    (select coalesce(sum(delta) filter (where $2::timestamptz is null or not is_opening), 0)::text from entries) as wagered,
    (select count(*)::int from entries) as entries,
    (select json_build_object('places', count(*), 'wins', count(*) filter (where rank = 1), 'amount', coalesce(sum(amount), 0)::text)
     from payouts where player_id = any($1) and race_id is not null and state <> 'replaced' and ($2::timestamptz is null or created_at >= $2)) as prizes,
    (select coalesce(json_agg(json_build_array(s.local at time zone $5, coalesce(b.wagered, 0)::text) order by s.local), '[]')
     from (select generate_series(first, last, ('1 ' || $4)::interval) as local from span limit ${MOST_POINTS + 1}) s
     left join buckets b on b.local = s.local) as series`;

/**
 * What the players wagered in the running day, week or month, or ever, with a series to plot.
 * @throws InvalidInputError when the series would have more than 1,000 points
 */
export async function playerStats(
  { pool, clock }: Deps,
  players: readonly PlayerId[],
  query: { period: Period; bucket: StatsBucket; timeZone: string },
): Promise<PlayerStats> {
  const now = clock.now();
  const { start } = periodAt(query.period, now, query.timeZone);
  const { rows } = await pool.query<{
    wagered: string;
    entries: number;
    prizes: { places: number; wins: number; amount: string };
    series: [string, string][];
  }>(STATS, [players, start, now, query.bucket, query.timeZone]);
  const [stats] = rows;
  if (stats === undefined) throw new Error("sums without groups always give one row");
  if (stats.series.length > MOST_POINTS) {
    throw new InvalidInputError("That would be too many points.", [
      { path: "bucket", message: "choose a larger one for this period" },
    ]);
  }
  return {
    from: start,
    wagered: microUsd(BigInt(stats.wagered)),
    entries: stats.entries,
    prizes: { ...stats.prizes, amount: cents(BigInt(stats.prizes.amount)) },
    series: stats.series.map(([at, wagered]) => ({ at: new Date(at), wagered: microUsd(BigInt(wagered)) })),
  };
}

/** Lifetime wager of all the players together, as the board of all time counts it: no adjustment that is for one race only. */
export async function lifetimeWager({ pool }: Pick<Deps, "pool">, players: readonly PlayerId[]): Promise<MicroUsd> {
  if (players.length === 0) return microUsd(0n);
  const { rows } = await pool.query<{ wagered: string }>(
    `select coalesce(sum(l.delta), 0)::text as wagered
     from players p join ledger l on l.source_id = p.source_id and l.player_id = p.id
     where p.id = any($1::bigint[]) and l.race_id is null`,
    [players],
  );
  return microUsd(BigInt(rows[0]?.wagered ?? 0));
}
