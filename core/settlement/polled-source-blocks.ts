import type { PoolClient } from "pg";
import type { PlayerId } from "../../wire/ids.js";
import { sourceAdapter } from "../../wire/polled-sources.js";
import type { RaceRecord } from "../races/read-races.js";
import { ADAPTERS } from "../sources/adapter-capabilities.js";
import { isWholeDays } from "../sources/whole-days.js";

/** What a source that is asked for totals may have against a race that counts it. */
export type PolledSourceBlock =
  /** The monitor holds against it what makes scores wrong, now or at a boundary of the race. */
  | { kind: "source_doubtful"; source: string; finding: string; field: string; since: string }
  | { kind: "snapshot_held"; source: string; reason: string; at: string }
  /** It can tell the closed window itself, and has not done so yet. */
  | { kind: "window_not_asked"; source: string }
  /** A paid player is not in its newest answers: what he wagered since is not counted. */
  | { kind: "player_missing"; player: string; rank: number; lane?: string; lastSeenAt: string }
  /** A paid player's total fell after the end: what was taken back may belong to the race. */
  | { kind: "corrected_after_end"; player: string; rank: number; lane?: string; amount: string };

/** A paid place of a lane. */
export interface PaidLanePlace {
  playerId: PlayerId;
  rank: number;
  /** Title of the lane. */
  lane: string;
}

const DOUBTFUL = `
  select s.slug as source, f.kind as finding, f.field, f.began_at as since
  from source_findings f join sources s on s.id = f.source_id
  where s.slug = any($1) and f.is_blocking and f.began_at <= clock_timestamp()
    and (f.ended_at is null or (f.began_at <= $2 and f.ended_at >= $2) or (f.began_at <= $3 and f.ended_at >= $3))
    and not exists (select from window_readings w
                    where w.race_id = $4 and w.source_id = s.id and w.answered_at is not null)
  order by s.slug, f.kind, f.field`;

const HELD = `
  select s.slug as source, h.reason, h.received_at as at from held_snapshots h join sources s on s.id = h.source_id
  where s.slug = any($1) and h.state = 'open' order by s.slug`;

const UNASKED = `
  select s.slug, p.adapter from polled_sources p join sources s on s.id = p.source_id
  where s.slug = any($1) and not exists (select from window_readings w
    where w.race_id = $2 and w.source_id = s.id and w.answered_at is not null) order by s.slug`;

/** What can be known without a result. */
export async function findPolledSourceBlocks(client: PoolClient, race: RaceRecord): Promise<PolledSourceBlock[]> {
  const slugs = race.sourceHealth.map(({ slug }) => slug);
  const doubtful = await client.query<{ source: string; finding: string; field: string; since: Date }>(DOUBTFUL, [
    slugs,
    race.startsAt,
    race.endsAt,
    race.id,
  ]);
  const held = await client.query<{ source: string; reason: string; at: Date }>(HELD, [slugs]);
  const unasked = await client.query<{ slug: string; adapter: string }>(UNASKED, [slugs, race.id]);
  return [
    ...doubtful.rows.map((row) => ({ kind: "source_doubtful" as const, ...row, since: row.since.toISOString() })),
    ...held.rows.map((row) => ({ kind: "snapshot_held" as const, ...row, at: row.at.toISOString() })),
    ...unasked.rows
      .filter(({ adapter }) => canTellWindow(adapter, race))
      .map(({ slug }) => ({ kind: "window_not_asked" as const, source: slug })),
  ];
}

/** Whether an adapter's source can be asked for exactly the window of a race. */
export function canTellWindow(adapter: string, race: Pick<RaceRecord, "startsAt" | "endsAt">): boolean {
  const { capabilities } = ADAPTERS[sourceAdapter.parse(adapter)];
  if (!capabilities.history) return false;
  return !capabilities.dayGranularity || isWholeDays({ start: race.startsAt, end: race.endsAt }, capabilities.zone);
}

/** Paid places of the main table and of lanes. */
const PAID = `(
  select player_id, rank, null as lane from race_result_rows where result_id = $1 and rank <= $2
  union all select * from unnest($5::bigint[], $6::int[], $7::text[]))`;

/** Two answers without a player are not chance; posted totals may name some players only, so they are left out. */
const MISSING = `
  select 'p' || r.player_id as player, r.rank, r.lane, t.as_of as "lastSeenAt"
  from ${PAID} r join player_totals t on t.player_id = r.player_id
  join polled_sources p on p.source_id = t.source_id and p.adapter <> 'stake-csv'
  join sources s on s.id = t.source_id
  where s.slug = any($3)
    and (select count(*) from snapshots n where n.source_id = t.source_id and n.as_of > t.as_of) >= 2
    and not exists (select from window_readings w
                    where w.race_id = $4 and w.source_id = t.source_id and w.answered_at is not null)
  order by r.lane nulls first, r.rank, r.player_id`;

const CORRECTED = `
  select 'p' || r.player_id as player, r.rank, r.lane, (-sum(l.delta))::text as amount
  from ${PAID} r join ledger l on l.player_id = r.player_id
  join sources s on s.id = l.source_id
  where s.slug = any($3) and l.kind = 'snapshot' and l.delta < 0
    and l.occurred_at > $8
    and not exists (select from window_readings w
                    where w.race_id = $4 and w.source_id = l.source_id and w.answered_at is not null)
  group by r.player_id, r.rank, r.lane having -sum(l.delta) >= 10000 order by r.lane nulls first, r.rank, r.player_id`;

/** What stands against the paid places of a result whose rows are written. */
export async function findPolledPlaceBlocks(
  client: PoolClient,
  race: RaceRecord,
  resultId: number,
  lanes: readonly PaidLanePlace[],
): Promise<PolledSourceBlock[]> {
  const values = [
    resultId,
    race.prizes.length,
    race.sourceHealth.map(({ slug }) => slug),
    race.id,
    lanes.map(({ playerId }) => playerId),
    lanes.map(({ rank }) => rank),
    lanes.map(({ lane }) => lane),
  ];
  type Place = { player: string; rank: number; lane: string | null };
  const missing = await client.query<Place & { lastSeenAt: Date }>(MISSING, values);
  const corrected = await client.query<Place & { amount: string }>(CORRECTED, [...values, race.endsAt]);
  const placeOf = ({ player, rank, lane }: Place) => ({ player, rank, ...(lane !== null && { lane }) });
  return [
    ...missing.rows.map((row) => ({
      kind: "player_missing" as const,
      ...placeOf(row),
      lastSeenAt: row.lastSeenAt.toISOString(),
    })),
    ...corrected.rows.map((row) => ({ kind: "corrected_after_end" as const, ...placeOf(row), amount: row.amount })),
  ];
}
