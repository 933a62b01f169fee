import type { Pool } from "pg";
import type { CoreContext } from "../context.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

/** Milliseconds by which the clock of the database is certainly off ours: the way there and back is not counted. */
export async function readClockSkewMs({ pool, clock }: Deps): Promise<number> {
  const before = clock.now().getTime();
  const { rows } = await pool.query<{ now_ms: string }>(
    "select (extract(epoch from clock_timestamp()) * 1000)::bigint::text as now_ms",
  );
  const after = clock.now().getTime();
  const there = Number(rows[0]?.now_ms ?? before);
  return Math.max(0, there - after, before - there);
}

export interface OpenTransaction {
  seconds: number;
  /** Who holds it, for a person who wants to end it. */
  holder: string;
}

/**
 * The oldest transaction that has written something, anywhere in the cluster: boards and seals show nothing that began
 * after it (pg_snapshot_xmin). Readers such as pg_dump hold nothing up. Other roles' sessions are seen with
 * pg_read_all_stats only.
 */
export async function readOldestTransaction({ pool }: Pick<Deps, "pool">): Promise<OpenTransaction | null> {
  const { rows } = await pool.query<OpenTransaction>(`
    select extract(epoch from clock_timestamp() - since)::float8 as seconds, holder from (
      select xact_start as since, 'process ' || pid || ' (' || coalesce(nullif(application_name, ''), 'unnamed') || ')' as holder
      from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()
      union all
      select prepared, 'prepared transaction ' || gid from pg_prepared_xacts
    ) open where since is not null order by since limit 1`);
  return rows[0] ?? null;
}

export interface OpenDeadLetters {
  count: number;
  /** Age of the oldest; 0 without any. */
  oldestSeconds: number;
  /** `reason: number`, most frequent first. */
  reasons: string[];
}

/** Signed posts that could not be applied and wait for a person. */
export async function readOpenDeadLetters({ pool }: Pick<Deps, "pool">): Promise<OpenDeadLetters> {
  const { rows } = await pool.query<{ reason: string; count: number; oldest_seconds: number }>(`
    select reason, count(*)::int as count, extract(epoch from clock_timestamp() - min(received_at))::float8 as oldest_seconds
    from dead_letters where state = 'open' group by reason order by count desc, reason`);
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    oldestSeconds: Math.max(0, ...rows.map(({ oldest_seconds: seconds }) => seconds)),
    reasons: rows.map(({ reason, count }) => `${reason}: ${count}`),
  };
}

export interface SourceState {
  slug: string;
  /** Since something was last accepted; null when nothing ever was. */
  silentSeconds: number | null;
  staleAfterSeconds: number;
  /** Since the secret before the current one last signed a post; null when it is not in use or has ended. */
  previousUsedSeconds: number | null;
  /** Until that secret ends; null without one. */
  previousEndsSeconds: number | null;
}

/** The sources in service, by name. */
export async function readSourceStates({ pool }: Pick<Deps, "pool">): Promise<SourceState[]> {
  const { rows } = await pool.query<SourceState>(`
    select s.slug, s.stale_after_seconds::float8 as "staleAfterSeconds",
      extract(epoch from clock_timestamp() - h.last_accepted_at)::float8 as "silentSeconds",
      extract(epoch from clock_timestamp() - previous.last_used_at)::float8 as "previousUsedSeconds",
      extract(epoch from previous.expires_at - clock_timestamp())::float8 as "previousEndsSeconds"
    from sources s left join source_health h on h.source_id = s.id
    left join source_secrets previous on previous.source_id = s.id and previous.state = 'previous'
      and previous.expires_at > clock_timestamp()
    where s.removed_at is null order by s.slug`);
  return rows;
}

export interface WorkState {
  /** Since the oldest message that is due was due; 0 when none is. */
  outboxOldestSeconds: number;
  /** Messages of which nobody knows whether Telegram has them. */
  outboxAmbiguous: number;
  /** Since the oldest update that waits was received; 0 when none does. */
  inboxOldestSeconds: number;
  /** Races whose hour has come more than a minute ago and that have not moved. */
  racesOverdue: number;
  databaseBytes: number;
}

/** How far the work that happens by the clock is behind. */
export async function readWorkState(pool: Pool): Promise<WorkState> {
  const { rows } = await pool.query<WorkState>(`
    select
      coalesce((select extract(epoch from clock_timestamp() - min(send_after)) from telegram_outbox
        where (state = 'ready' and send_after <= clock_timestamp()) or (state = 'claimed' and lease_until < clock_timestamp())
      ), 0)::float8 as "outboxOldestSeconds",
      (select count(*)::int from telegram_outbox where state = 'ambiguous') as "outboxAmbiguous",
      coalesce((select extract(epoch from clock_timestamp() - min(received_at)) from telegram_updates
        where state = 'ready'), 0)::float8 as "inboxOldestSeconds",
      (select count(*)::int from races where (status = 'scheduled' and starts_at < clock_timestamp() - interval '1 minute')
        or (status = 'live' and ends_at < clock_timestamp() - interval '1 minute')) as "racesOverdue",
      pg_database_size(current_database())::float8 as "databaseBytes"`);
  const row = rows[0];
  if (row === undefined) throw new Error("the database answered nothing");
  return row;
}
