import type { CoreContext } from "../context.js";
import { POLLED_ALARMS, type PolledAlarmKind } from "./alarm-kinds.js";
import type { Alarm, Look } from "./operator-alarms.js";

/** A single failure is everyday; three in a row are a quarter of an hour without data or an expired credential. */
const FAILURES_TO_TELL = 3;

const TROUBLES = `
  select case p.failure_kind when 'auth' then 'source_auth' else 'source_failing' end as kind, s.slug as subject,
    extract(epoch from clock_timestamp() - p.failing_since)::bigint::text as measure
  from polled_sources p join sources s on s.id = p.source_id
  where s.removed_at is null and not p.is_paused and p.failing_since is not null
    and (p.failure_kind = 'auth' or p.failures >= ${FAILURES_TO_TELL})
  union all
  select 'snapshot_held', s.slug, coalesce(h.figures ->> 'rowsBefore', '0') || '|' || (h.figures ->> 'rows')
    || '|' || coalesce(h.figures ->> 'totalBefore', '0') || '|' || (h.figures ->> 'total')
  from held_snapshots h join sources s on s.id = h.source_id where s.removed_at is null and h.state = 'open'
  union all
  select case f.kind when 'slow' then 'source_slow' else f.kind end,
    s.slug || case f.field when '' then '' else '/' || f.field end,
    coalesce(f.figures ->> 'wagered', f.figures ->> 'short', f.figures ->> 'amount', f.figures ->> 'players', f.figures ->> 'seconds', '0')
  from source_findings f join sources s on s.id = f.source_id where s.removed_at is null and f.ended_at is null`;

function isPolledAlarm(kind: string): kind is PolledAlarmKind {
  return POLLED_ALARMS.some((known) => known === kind);
}

/** What is wrong with polled sources at the moment, with the figure that says how much. */
export async function readPolledAlarms({ pool }: Pick<CoreContext, "pool">): Promise<Look> {
  const { rows } = await pool.query<{ kind: string; subject: string; measure: string }>(TROUBLES);
  const alarms = rows.flatMap(({ kind, ...rest }): Alarm[] => (isPolledAlarm(kind) ? [{ kind, ...rest }] : []));
  return { alarms, judged: POLLED_ALARMS };
}
