import { COPIES_BY_END } from "../announcements/broadcasts.js";
import type { CoreContext } from "../context.js";
import { CHALLENGE_POST_KIND } from "../rewards/challenges.js";
import { DROP_POST_KIND } from "../rewards/drops.js";

/** Rows a statement looks at: some ten milliseconds. */
const ROWS = 2_000;
const REST_MS = 6 * 3_600_000;

/**
 * Messages that ended 90 days ago are forgotten. Their keys keep things from being said twice, and the longest any of
 * them has to hold is a month: the reminder of one's own limit. Posts of drops and challenges stay while these are
 * open, because they are edited; what is ambiguous stays until an operator has decided. Numbers of rows grow with
 * time, so the walk ends at the first one that is young. What broadcasts count is added up in the same statement.
 */
const FORGET = `
  with stretch as (
    select id, created_at from telegram_outbox where id > $1 order by id limit $2),
  gone as (
    delete from telegram_outbox o using stretch s
    where o.id = s.id and s.created_at < $3::timestamptz - interval '90 days'
      and coalesce(o.sent_at, o.created_at) < $3::timestamptz - interval '90 days'
      and o.state in ('sent', 'failed', 'cancelled')
      and not (o.kind = '${DROP_POST_KIND}' and exists (
        select from drops d where d.id::text = o.payload ->> 'drop' and d.closed_at is null))
      and not (o.kind = '${CHALLENGE_POST_KIND}' and exists (
        select from challenges h where h.id::text = o.payload ->> 'challenge' and h.closed_at is null and h.deadline > $3))
    returning o.broadcast_id, o.state, o.message_id, o.last_error),
  sums as (
    select broadcast_id, count(*) filter (where ${COPIES_BY_END.sent})::int as sent,
           count(*) filter (where ${COPIES_BY_END.skipped})::int as skipped,
           count(*) filter (where ${COPIES_BY_END.failed})::int as failed
    from gone where broadcast_id is not null group by broadcast_id),
  noted as (
    update broadcasts b set forgotten_sent = b.forgotten_sent + s.sent,
      forgotten_skipped = b.forgotten_skipped + s.skipped, forgotten_failed = b.forgotten_failed + s.failed
    from sums s where b.id = s.broadcast_id)
  select (select count(*)::int from gone) as forgotten, max(id)::text as last, count(*)::int as seen
  from stretch where created_at < $3::timestamptz - interval '90 days'`;

/** Forgets messages whose time is over, a stretch at a time: a broadcast writes a hundred thousand of them. */
export class MessageKeeper {
  readonly #context: Pick<CoreContext, "pool" | "clock">;
  readonly #rows: number;
  #after = 0;
  #restsUntilMs = 0;

  constructor(context: Pick<CoreContext, "pool" | "clock">, rows = ROWS) {
    this.#context = context;
    this.#rows = rows;
  }

  /** Looks at the next stretch; after the last one it rests for some hours. @returns how many were forgotten */
  async step(): Promise<number> {
    const { pool, clock } = this.#context;
    const now = clock.now();
    if (now.getTime() < this.#restsUntilMs) return 0;
    const { rows } = await pool.query<{ forgotten: number; last: string | null; seen: number }>(FORGET, [
      this.#after,
      this.#rows,
      now,
    ]);
    const { forgotten = 0, last = null, seen = 0 } = rows[0] ?? {};
    this.#after = Number(last ?? 0);
    if (seen < this.#rows) {
      this.#after = 0;
      this.#restsUntilMs = now.getTime() + REST_MS;
    }
    return forgotten;
  }
}
