import { randomUUID } from "node:crypto";
import { sourceId, type SourceId } from "../../wire/ids.js";
import { sourceAdapter, wagerMetric, type SourceAdapter, type WagerMetric } from "../../wire/polled-sources.js";
import { microUsd } from "../../wire/money.js";
import { openText } from "../access/sealed-text.js";
import type { CoreContext } from "../context.js";
import type { SnapshotSize } from "./judge-snapshot.js";
import { readMemory, type MonitorMemory } from "./monitor-memory.js";

type Deps = Pick<CoreContext, "pool" | "secretsKey">;

/** A source that this process alone may ask now, with all that it takes. */
export interface ClaimedSource {
  readonly id: SourceId;
  readonly slug: string;
  readonly leaseToken: string;
  /** True when a person wants to see whether it answers; nothing is recorded then. */
  readonly isTest: boolean;
  readonly adapter: SourceAdapter;
  readonly baseUrl: string;
  readonly account: string | null;
  /** `null` when it has none; `undefined` when it was sealed with another key. */
  readonly credential: string | null | undefined;
  readonly metric: WagerMetric;
  readonly settingsVersion: number;
  readonly intervalMs: number;
  readonly countedFrom: Date | null;
  readonly failures: number;
  readonly before: SnapshotSize | undefined;
  readonly memory: MonitorMemory;
  /** Newest kept answer, by its poll. */
  readonly archivedPollId: string | null;
  /** Starts and ends of races over it, and of raffles, that are near. */
  readonly boundaries: readonly Date[];
}

/** Longer than the longest answer that is waited for, and than its recording. */
const LEASE = "3 minutes";

/**
 * One UPDATE, so that two processes never ask one source at the same time; the lease ends by itself when its holder dies.
 * Boundaries count from a little before now, because a poll that is late is still owed its other side.
 */
const CLAIM = `
  with due as (
    select p.source_id from polled_sources p join sources s on s.id = p.source_id
    where s.removed_at is null and p.adapter <> 'stake-csv' and (not p.is_paused or p.ordered is not null)
      and (p.lease_until is null or p.lease_until < clock_timestamp())
      and CONDITION
    order by p.next_poll_at limit 1 for update of p skip locked
  ), claimed as (
    update polled_sources p set lease_token = $1, lease_until = clock_timestamp() + interval '${LEASE}'
    from due where p.source_id = due.source_id returning p.*
  )
  select c.*, s.slug,
    (select max(a.poll_id)::text from source_archive a where a.source_id = c.source_id) as archived_poll_id,
    coalesce((select array_agg(distinct b.at) from (
        select starts_at, ends_at from races r where r.status in ('scheduled', 'live', 'settling')
          and (not exists (select from race_sources x where x.race_id = r.id)
               or exists (select from race_sources x where x.race_id = r.id and x.source_id = c.source_id))
        union all select starts_at, ends_at from raffles where drawn_at is null and cancelled_at is null
      ) w cross join lateral (values (w.starts_at), (w.ends_at)) b(at)
      where b.at between clock_timestamp() - interval '5 minutes' and clock_timestamp() + interval '2 days'
    ), '{}') as boundaries
  from claimed c join sources s on s.id = c.source_id`;

const CLAIM_DUE = CLAIM.replace("CONDITION", "p.next_poll_at <= clock_timestamp()");
const CLAIM_ONE = CLAIM.replace(
  "CONDITION",
  "p.source_id = $2 and (p.last_requested_at is null or p.last_requested_at <= clock_timestamp() - make_interval(secs => $3))",
);

interface ClaimRow {
  source_id: number;
  slug: string;
  ordered: "poll" | "test" | null;
  adapter: string;
  base_url: string | null;
  account: string | null;
  credential_nonce: Buffer | null;
  credential_ciphertext: Buffer | null;
  metric: string;
  settings_version: number;
  interval_seconds: number;
  counted_from: Date | null;
  failures: number;
  good_rows: number | null;
  good_total: string | null;
  monitor: unknown;
  archived_poll_id: string | null;
  boundaries: Date[];
}

/** Takes the source that has been due longest; `undefined` when none is, or others have them. */
export function claimDueSource(context: Deps): Promise<ClaimedSource | undefined> {
  return claim(context, CLAIM_DUE, []);
}

/** Takes one source out of turn, for a question of another kind, as soon as its least interval is over. */
export function claimSource(
  context: Deps,
  id: SourceId,
  leastIntervalSeconds: number,
): Promise<ClaimedSource | undefined> {
  return claim(context, CLAIM_ONE, [id, leastIntervalSeconds]);
}

async function claim(
  { pool, secretsKey }: Deps,
  statement: string,
  values: readonly unknown[],
): Promise<ClaimedSource | undefined> {
  const leaseToken = randomUUID();
  const { rows } = await pool.query<ClaimRow>(statement, [leaseToken, ...values]);
  const [row] = rows;
  if (row === undefined) return undefined;
  const id = sourceId(row.source_id);
  return {
    id,
    slug: row.slug,
    leaseToken,
    isTest: row.ordered === "test",
    adapter: sourceAdapter.parse(row.adapter),
    baseUrl: row.base_url ?? "",
    account: row.account,
    credential: openCredential(row, secretsKey, id),
    metric: wagerMetric.parse(row.metric),
    settingsVersion: row.settings_version,
    intervalMs: row.interval_seconds * 1_000,
    countedFrom: row.counted_from,
    failures: row.failures,
    before:
      row.good_rows === null || row.good_total === null
        ? undefined
        : { rows: row.good_rows, total: microUsd(BigInt(row.good_total)) },
    memory: readMemory(row.monitor),
    archivedPollId: row.archived_poll_id,
    boundaries: row.boundaries,
  };
}

/** How long a turn is kept free for a question that waits for it. */
const RESERVED_SECONDS = 60;

/**
 * Keeps the next turn of a source free for a question out of turn: its usual polls, which are due at the same moment,
 * would take every turn of a source that allows one an hour.
 */
export async function reserveTurn(
  { pool }: Pick<Deps, "pool">,
  id: SourceId,
  leastIntervalSeconds: number,
): Promise<void> {
  await pool.query(
    `update polled_sources set next_poll_at = greatest(next_poll_at, last_requested_at + make_interval(secs => $2))
     where source_id = $1`,
    [id, leastIntervalSeconds + RESERVED_SECONDS],
  );
}

/** Gives a source back unasked. */
export async function giveBack({ pool }: Pick<Deps, "pool">, { id, leaseToken }: ClaimedSource): Promise<void> {
  await pool.query(
    "update polled_sources set lease_token = null, lease_until = null where source_id = $1 and lease_token = $2",
    [id, leaseToken],
  );
}

/** What a sealed credential is bound to, so that one copied to another source does not open. */
export function credentialContext(id: SourceId): string {
  return `polled-source:${id}`;
}

function openCredential(row: ClaimRow, key: Buffer, id: SourceId): string | null | undefined {
  const { credential_nonce: nonce, credential_ciphertext: ciphertext } = row;
  if (nonce === null || ciphertext === null) return null;
  return openText(key, { nonce, ciphertext }, credentialContext(id));
}
