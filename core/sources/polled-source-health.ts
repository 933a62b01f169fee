import { formatMicroUsd, microUsd } from "../../wire/money.js";
import { polledSource, sourceAdapter, type PolledSource } from "../../wire/polled-sources.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";
import { ADAPTERS } from "./adapter-capabilities.js";

type Deps = Pick<CoreContext, "pool">;

const SHOWN_POLLS = 20;

const SETTINGS = `
  select s.id, s.slug, p.adapter, p.base_url as "baseUrl", p.account, p.metric, p.interval_seconds as "intervalSeconds",
    p.counted_from as "countedFrom", p.credential_nonce is not null as "hasCredential",
    p.credential_set_at as "credentialSetAt", p.is_paused as "isPaused", p.failures, p.failure_kind as "failureKind",
    p.failure_detail as "failureDetail", p.failing_since as "failingSince", p.next_poll_at as "nextPollAt",
    p.good_rows as rows, p.good_total::text as total,
    (select percentile_disc(0.5) within group (order by ms)::int from (
       select extract(epoch from received_at - requested_at) * 1000 as ms from source_polls q
       where q.source_id = s.id and q.outcome <> 'failed' and q.purpose in ('poll', 'test') order by q.id desc limit 20) as l
    ) as "latencyMs",
    (select round(100.0 * count(*) filter (where outcome = 'good') / nullif(count(*), 0))::int from (
       select outcome from source_polls q where q.source_id = s.id and q.purpose = 'poll' order by q.id desc limit 100) as o
    ) as "successPercent"
  from polled_sources p join sources s on s.id = p.source_id where s.slug = $1 and s.removed_at is null`;

const FINDINGS = `
  select kind, field, is_blocking as blocking, began_at as since, seen_at as "seenAt", figures from source_findings
  where source_id = $1 and ended_at is null order by is_blocking desc, began_at, kind, field`;

const HELD = `
  select id::text, reason, first_at as "firstAt", received_at as at, times, figures from held_snapshots
  where source_id = $1 and state = 'open'`;

const POLLS = `
  select requested_at as at, purpose, outcome, kind, detail, bytes, rows, added, changed, refused,
    (extract(epoch from received_at - requested_at) * 1000)::int as "latencyMs"
  from source_polls where source_id = $1 order by id desc limit ${SHOWN_POLLS}`;

interface SettingsRow {
  id: number;
  slug: string;
  adapter: string;
  isPaused: boolean;
  failures: number;
  failureKind: string | null;
  nextPollAt: Date;
  rows: number | null;
  total: string | null;
}

/** How a source is asked and how that goes; never its credential. @throws NotFoundError */
export async function readPolledSource({ pool }: Deps, slug: string): Promise<PolledSource> {
  const { rows } = await pool.query<SettingsRow>(SETTINGS, [slug]);
  const [row] = rows;
  if (row === undefined) throw new NotFoundError(`There is no polled source ${slug}.`);
  const [findings, held, polls] = await Promise.all(
    [FINDINGS, HELD, POLLS].map(async (statement) => (await pool.query<object>(statement, [row.id])).rows),
  );
  const { capabilities } = ADAPTERS[sourceAdapter.parse(row.adapter)];
  const isAsked = capabilities.mode !== "upload";
  return polledSource.parse(
    withInstants({
      ...row,
      leastIntervalSeconds: capabilities.minIntervalSec,
      state: stateOf(row, isAsked, (held?.length ?? 0) > 0),
      nextPollAt: isAsked && !row.isPaused ? row.nextPollAt : null,
      total: row.total === null ? null : formatMicroUsd(microUsd(BigInt(row.total))),
      findings,
      held: held?.[0] ?? null,
      polls,
    }),
  );
}

function stateOf(row: SettingsRow, isAsked: boolean, isHeld: boolean): PolledSource["state"] {
  if (!isAsked) return "uploads";
  if (row.isPaused) return "paused";
  if (row.failureKind === "auth") return "auth_expired";
  if (row.failures > 0) return "failing";
  if (isHeld) return "held";
  return row.rows === null ? "waiting" : "ok";
}

/** Dates at any depth as their ISO texts. */
function withInstants(value: object): unknown {
  // oxlint-disable-next-line eslint/no-restricted-properties -- what we wrote ourselves, amounts as texts
  return JSON.parse(JSON.stringify(value));
}
