import type { Pool, PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import { parseRaceId, telegramUserId, type RaceId, type TelegramUserId } from "../../wire/ids.js";
import type { BroadcastSegment } from "../../wire/broadcasts.js";
import type { CoreContext } from "../context.js";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.js";
import { SEGMENT_RECIPIENTS } from "./broadcast-segments.js";

/** Kind of the outbox messages that are copies of a broadcast. */
export const BROADCAST_KIND = "broadcast";

/** Telegram takes 4,096 letters; the headline needs some. */
export const MAX_BROADCAST_LENGTH = 3_500;

export interface Broadcast {
  id: number;
  state: "draft" | "sending" | "paused" | "cancelled";
  segment: BroadcastSegment | null;
  race: RaceId | null;
  text: string;
  createdBy: TelegramUserId;
  /** How many it was written for when it was started. */
  recipients: number | null;
}

/** How far a broadcast is. */
export interface BroadcastProgress {
  waiting: number;
  sent: number;
  /** Blocked, left, or no news wanted any more. */
  skipped: number;
  failed: number;
  /** May have arrived: they are not sent again. */
  unknown: number;
}

type Deps = Pick<CoreContext, "pool" | "clock">;

/** @throws InvalidInputError for a text without letters or above {@link MAX_BROADCAST_LENGTH} */
export async function draftBroadcast({ pool, clock }: Deps, by: TelegramUserId, text: string): Promise<number> {
  const length = Array.from(text.trim()).length;
  if (length === 0 || length > MAX_BROADCAST_LENGTH) {
    throw new InvalidInputError("A broadcast needs a text.", [
      { path: "text", message: `must have 1 to ${MAX_BROADCAST_LENGTH} characters` },
    ]);
  }
  const { rows } = await pool.query<{ id: string }>(
    "insert into broadcasts (text, created_by, created_at) values ($1, $2, $3) returning id::text",
    [text.trim(), by, clock.now()],
  );
  return Number(rows[0]?.id);
}

/** @throws NotFoundError */
export async function readBroadcast(
  pool: Pool | PoolClient,
  id: number,
  lock: "" | "for update" = "",
): Promise<Broadcast> {
  const { rows } = await pool.query<{
    state: Broadcast["state"];
    segment: BroadcastSegment | null;
    race_id: string | null;
    text: string;
    created_by: string;
    recipients: number | null;
  }>(`select state, segment, race_id, text, created_by, recipients from broadcasts where id = $1 ${lock}`, [id]);
  const [row] = rows;
  if (row === undefined) throw new NotFoundError("There is no such broadcast.");
  return {
    id,
    state: row.state,
    segment: row.segment,
    race: row.race_id === null ? null : (parseRaceId(row.race_id) ?? null),
    text: row.text,
    createdBy: telegramUserId(Number(row.created_by)),
    recipients: row.recipients,
  };
}

/** A trial: to how many a segment would go now. */
export async function countRecipients(
  pool: Pool,
  segment: BroadcastSegment,
  race: RaceId | null,
): Promise<{ people: number; groups: number }> {
  const { rows } = await pool.query<{ people: number; groups: number }>(
    `with of_race as (select $1::text as id)
     select count(*) filter (where chat_id > 0)::int as people, count(*) filter (where chat_id < 0)::int as groups
     from (${SEGMENT_RECIPIENTS[segment]}) as r`,
    [race],
  );
  return rows[0] ?? { people: 0, groups: 0 };
}

const COPIES = (segment: BroadcastSegment): string => `
  with of_race as (select $1::text as id)
  insert into telegram_outbox (dedupe_key, chat_id, thread_id, kind, payload, broadcast_id, priority, send_after, created_at)
  select 'broadcast:' || $2 || ':' || r.chat_id, r.chat_id, r.thread_id, $3, '{}', $2::bigint, 8, $4::timestamptz, $4::timestamptz
  from (${SEGMENT_RECIPIENTS[segment]}) as r order by r.chat_id
  on conflict (dedupe_key) do nothing`;

/**
 * Starts a broadcast: its copies and its state are one transaction, so a crash leaves all of them or none, and pressing
 * twice starts it once. It goes behind everything else, at the pace of the outbox.
 * @returns to how many it goes
 * @throws NotFoundError, ConflictError when it was started before
 */
export async function startBroadcast(
  { pool, clock }: Deps,
  id: number,
  segment: BroadcastSegment,
  race: RaceId | null,
): Promise<number> {
  const now = clock.now();
  return inTransaction(pool, "read committed", async (client) => {
    const broadcast = await readBroadcast(client, id, "for update");
    if (broadcast.state !== "draft") throw new ConflictError("This broadcast was started or cancelled before.");
    const { rowCount } = await client.query(COPIES(segment), [race, id, BROADCAST_KIND, now]);
    const recipients = rowCount ?? 0;
    await client.query(
      "update broadcasts set state = 'sending', segment = $2, race_id = $3, started_at = $4, recipients = $5 where id = $1",
      [id, segment, race, now, recipients],
    );
    return recipients;
  });
}

const MOVES = {
  pause: { from: ["sending"], to: "paused", waiting: "send_after = 'infinity'" },
  resume: { from: ["paused"], to: "sending", waiting: "send_after = clock_timestamp()" },
  cancel: { from: ["draft", "sending", "paused"], to: "cancelled", waiting: "state = 'cancelled'" },
} as const;
export type BroadcastMove = keyof typeof MOVES;

/**
 * Holds a broadcast, lets it go on, or ends it. At most three copies are on their way at that moment and arrive.
 * @throws NotFoundError, ConflictError when its state does not allow it
 */
export async function moveBroadcast({ pool }: Pick<Deps, "pool">, id: number, move: BroadcastMove): Promise<void> {
  const { from, to, waiting } = MOVES[move];
  await inTransaction(pool, "read committed", async (client) => {
    const broadcast = await readBroadcast(client, id, "for update");
    if (!from.some((state) => state === broadcast.state)) {
      throw new ConflictError(`A broadcast that is ${broadcast.state} cannot be changed like that.`);
    }
    await client.query("update broadcasts set state = $2 where id = $1", [id, to]);
    await client.query(`update telegram_outbox set ${waiting} where broadcast_id = $1 and state = 'ready'`, [id]);
  });
}

/** How a copy ended, as SQL over the outbox. Refused with 403 is skipped: the person has left. */
export const COPIES_BY_END = {
  sent: "state = 'sent' and message_id is not null",
  skipped: `state = 'cancelled' or (state = 'sent' and message_id is null)
            or (state = 'failed' and last_error like '% 403 %')`,
  failed: "state = 'failed' and last_error not like '% 403 %'",
} as const;

/** How far a broadcast is, counted from its copies and from what was noted of those that are forgotten. */
export async function broadcastProgress(pool: Pool, id: number): Promise<BroadcastProgress> {
  const { rows } = await pool.query<BroadcastProgress>(
    `select waiting, sent + forgotten_sent as sent, skipped + forgotten_skipped as skipped,
            failed + forgotten_failed as failed, unknown
     from broadcasts b, lateral (
       select count(*) filter (where state in ('ready', 'claimed', 'sending'))::int as waiting,
              count(*) filter (where ${COPIES_BY_END.sent})::int as sent,
              count(*) filter (where ${COPIES_BY_END.skipped})::int as skipped,
              count(*) filter (where ${COPIES_BY_END.failed})::int as failed,
              count(*) filter (where state = 'ambiguous')::int as unknown
       from telegram_outbox where broadcast_id = b.id) as copies
     where b.id = $1`,
    [id],
  );
  return rows[0] ?? { waiting: 0, sent: 0, skipped: 0, failed: 0, unknown: 0 };
}

/** The broadcast of which an outbox message is a copy. */
export async function readBroadcastOf(pool: Pool, messageId: number): Promise<Broadcast | undefined> {
  const { rows } = await pool.query<{ id: string | null }>(
    "select broadcast_id::text as id from telegram_outbox where id = $1",
    [messageId],
  );
  const id = rows[0]?.id ?? null;
  return id === null ? undefined : readBroadcast(pool, Number(id));
}
