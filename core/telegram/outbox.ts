import type { PoolClient } from "pg";

/** Either of the two writes inside a transaction or alone. */
type Queryable = Pick<PoolClient, "query">;

/** Something to be said without being asked: what, not how. */
export interface OutboxMessage {
  /** The same thing is said once, however often it is asked for. */
  dedupeKey: string;
  chatId: number;
  /** Topic; null is General. */
  threadId?: number | null;
  /** Names the renderer. */
  kind: string;
  payload: unknown;
  /** 0 to 9, smaller first; 5 by default. */
  priority?: number;
  sendAfter?: Date;
  /** After this it is no use any more. */
  expiresAt?: Date;
}

export interface ClaimedMessage {
  id: number;
  chatId: number;
  threadId: number | null;
  kind: string;
  payload: unknown;
  /** How often it was taken up, this time included. */
  attempts: number;
}

/** A process that has not finished a message after this time is taken for dead. */
const LEASE_MS = 60_000;

/**
 * Writes messages in the transaction of the fact they tell. One whose key is known is left out: it was said, or will be.
 * @returns how many are new
 */
export async function enqueueMessages(db: Queryable, now: Date, messages: readonly OutboxMessage[]): Promise<number> {
  const result = await db.query(`${INSERT} on conflict (dedupe_key) do nothing`, insertValues(now, messages));
  return result.rowCount ?? 0;
}

/** Who wants a message again: a person who just asked, or a clock that asks all the time. */
export type Asker = "person" | "clock";

/**
 * States in which a message may be sent anew. What is on its way is left alone; ask again later. A clock does not
 * revive what may have arrived, nor, within ten minutes, what was given up.
 */
const REVIVABLE: Record<Asker, string> = {
  person: "telegram_outbox.state not in ('claimed', 'sending')",
  clock: `(telegram_outbox.state in ('ready', 'sent', 'cancelled')
           or telegram_outbox.state = 'failed' and telegram_outbox.send_after < $9::timestamptz - interval '10 minutes')`,
};

/**
 * Asks for messages whose content is made when they are sent, such as live boards: one that waits is replaced, one
 * that was sent is sent anew.
 * @returns how many will be sent
 */
export async function requestMessages(
  db: Queryable,
  now: Date,
  messages: readonly OutboxMessage[],
  asker: Asker,
): Promise<number> {
  const result = await db.query(
    `${INSERT} on conflict (dedupe_key) do update
     set state = 'ready', payload = excluded.payload, thread_id = excluded.thread_id, priority = excluded.priority,
         send_after = least(excluded.send_after, case when telegram_outbox.state = 'ready' then telegram_outbox.send_after end),
         expires_at = excluded.expires_at, attempts = 0, last_error = null
     where ${REVIVABLE[asker]}`,
    insertValues(now, messages),
  );
  return result.rowCount ?? 0;
}

const INSERT = `
  insert into telegram_outbox (dedupe_key, chat_id, thread_id, kind, payload, priority, send_after, expires_at, created_at)
  select m.key, m.chat, m.thread, m.kind, m.payload::jsonb, m.priority, m.send_after, m.expires_at, $9
  from unnest($1::text[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::smallint[], $7::timestamptz[], $8::timestamptz[])
    as m (key, chat, thread, kind, payload, priority, send_after, expires_at)`;

function insertValues(now: Date, messages: readonly OutboxMessage[]): unknown[] {
  return [
    messages.map((message) => message.dedupeKey),
    messages.map((message) => message.chatId),
    messages.map((message) => message.threadId ?? null),
    messages.map((message) => message.kind),
    messages.map((message) => JSON.stringify(message.payload)),
    messages.map((message) => message.priority ?? 5),
    messages.map((message) => message.sendAfter ?? now),
    messages.map((message) => message.expiresAt ?? null),
    now,
  ];
}

/** Takes the most urgent message that is due, of a chat to which something may be sent now. */
export async function claimMessage(
  db: Queryable,
  now: Date,
  blockedChats: readonly number[],
): Promise<ClaimedMessage | undefined> {
  const result = await db.query<{
    id: string;
    chat_id: string;
    thread_id: number | null;
    kind: string;
    payload: unknown;
    attempts: number;
  }>({
    name: "telegram-claim-message",
    text: `
      update telegram_outbox set state = 'claimed', attempts = attempts + 1, lease_until = $3
      where id = (
        select id from telegram_outbox
        where state = 'ready' and send_after <= $1 and (expires_at is null or expires_at > $1) and chat_id <> all($2::bigint[])
        order by priority, id limit 1 for update skip locked)
      returning id, chat_id, thread_id, kind, payload, attempts`,
    values: [now, blockedChats, new Date(now.getTime() + LEASE_MS)],
  });
  const row = result.rows[0];
  if (row === undefined) return undefined;
  const { kind, payload, attempts } = row;
  return { id: Number(row.id), chatId: Number(row.chat_id), threadId: row.thread_id, kind, payload, attempts };
}

/**
 * Notes that a call which must not be repeated is about to be made.
 * @returns false when the message is no longer ours: then it must not be sent
 */
export async function beginSending(db: Queryable, id: number): Promise<boolean> {
  const result = await db.query("update telegram_outbox set state = 'sending' where id = $1 and state = 'claimed'", [
    id,
  ]);
  return result.rowCount === 1;
}

export async function markSent(db: Queryable, id: number, now: Date, messageId: number | null): Promise<void> {
  await db.query(
    `update telegram_outbox set state = 'sent', lease_until = null, sent_at = $2, message_id = coalesce($3, message_id), last_error = null
     where id = $1 and state in ('claimed', 'sending')`,
    [id, now, messageId],
  );
}

/** Puts a message off. `error` must already be free of tokens and texts. */
export async function postponeMessage(db: Queryable, id: number, until: Date, error: string): Promise<void> {
  await settle(db, id, "ready", error, until);
}

/** Telegram will refuse it again. */
export async function failMessage(db: Queryable, id: number, error: string): Promise<void> {
  await settle(db, id, "failed", error);
}

/** Nobody knows whether it arrived: it is not sent again by itself, an operator decides. */
export async function markAmbiguous(db: Queryable, id: number, error: string): Promise<void> {
  await settle(db, id, "ambiguous", error);
}

async function settle(db: Queryable, id: number, state: string, error: string, sendAfter?: Date): Promise<void> {
  await db.query(
    `update telegram_outbox set state = $2, lease_until = null, last_error = $3, send_after = coalesce($4, send_after)
     where id = $1 and state in ('claimed', 'sending')`,
    [id, state, error, sendAfter ?? null],
  );
}

/** Takes up what dead processes left, and drops what has become useless. */
export async function recoverMessages(db: Queryable, now: Date): Promise<{ ambiguous: number }> {
  await db.query(
    `update telegram_outbox set state = 'ready', lease_until = null where state = 'claimed' and lease_until <= $1`,
    [now],
  );
  await db.query(`update telegram_outbox set state = 'cancelled' where state = 'ready' and expires_at <= $1`, [now]);
  const lost = await db.query(
    `update telegram_outbox set state = 'ambiguous', lease_until = null, last_error = 'the process ended while sending'
     where state = 'sending' and lease_until <= $1`,
    [now],
  );
  return { ambiguous: lost.rowCount ?? 0 };
}

/**
 * The chat has got another number: the message goes there, unless the chat was known under both and has one of its own
 * (its key then still ends in the old number).
 */
export async function redirectMessage(db: Queryable, id: number, toChatId: number): Promise<void> {
  await db.query(
    `update telegram_outbox
     set state = case when dedupe_key like '%:' || chat_id then 'cancelled' else 'ready' end, lease_until = null, chat_id = $2
     where id = $1 and state in ('claimed', 'sending')`,
    [id, toChatId],
  );
}

/** The chat takes no pictures: its renderer leaves them out from now on. */
export async function sendWithoutPicture(db: Queryable, id: number): Promise<void> {
  await db.query(`update telegram_outbox set payload = payload || '{"picture": false}' where id = $1`, [id]);
}
