import type { Pool, PoolClient } from "pg";
import type { Clock } from "../clock.js";
import { type IncomingUpdate, readUpdate } from "./read-update.js";

/** Channel of the hint that a process gives after it stored updates which another one may handle. */
export const UPDATES_HINT_CHANNEL = "telegram_updates";

/** First key of the advisory locks on lanes; the second is a hash of bot and lane. */
const LANE_LOCKS = 7_211_010;
/** First keys of the locks that one process holds for a bot while it polls, or sends from the outbox. */
const LEADER_LOCKS = { poller: 7_211_011, dispatcher: 7_211_012 } as const;
/** Updates are kept this long, so that a late repeat is known. */
const KEEP_MS = 7 * 24 * 3_600_000;

export interface ClaimedUpdate {
  updateId: number;
  kind: string;
  lane: string;
  payload: unknown;
  /** How often the update was taken up, this time included. */
  attempts: number;
  receivedAt: Date;
}

export interface StoreDeps {
  pool: Pool;
  clock: Clock;
}

/**
 * Stores updates before Telegram is told that we have them; a repeated `update_id` changes nothing. What is not an
 * update is left out.
 * @returns how many were new
 */
export async function storeUpdates(
  { pool, clock }: StoreDeps,
  botId: number,
  raw: readonly unknown[],
): Promise<number> {
  const updates = raw.map(readUpdate).filter((update): update is IncomingUpdate => update !== undefined);
  if (updates.length === 0) return 0;
  const result = await pool.query({
    name: "telegram-store-updates",
    text: `
      insert into telegram_updates (bot_id, update_id, lane, kind, payload, received_at, next_attempt_at)
      select $1, u.id, u.lane, u.kind, u.json::jsonb, $6, $6
      from unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) as u (id, lane, kind, json)
      on conflict (bot_id, update_id) do nothing`,
    values: [
      botId,
      updates.map((update) => update.updateId),
      updates.map((update) => update.lane),
      updates.map((update) => update.kind),
      updates.map((update) => update.json),
      clock.now(),
    ],
  });
  return result.rowCount ?? 0;
}

/** Tells the bot processes that there is work: a statement of its own after the commit, a hint and no guarantee. */
export async function hintUpdates(pool: Pool, botId: number): Promise<void> {
  await pool.query("select pg_notify($1, $2)", [UPDATES_HINT_CHANNEL, String(botId)]);
}

/**
 * Takes the oldest ready update of up to `limit` lanes on which nobody works. The lane stays locked by `client`'s
 * session until {@link releaseLanes}, or until the session ends with its process.
 * @param busy lanes this process works on: a session's own advisory locks do not stop it
 * @returns the updates, and every lane that was locked: one without an update had just been finished by somebody else
 */
export async function claimUpdates(
  client: PoolClient,
  query: { botId: number; busy: readonly string[]; limit: number; now: Date },
): Promise<{ updates: ClaimedUpdate[]; lanes: string[] }> {
  // The order is settled in `due`, so that in `locked` the limit stands right above the filter and stops asking for
  // locks once it has enough; a limit in `due` itself would be used up by lanes that other processes hold. The update
  // counts the attempt before the work, so that an update which kills its process is known after the restart, and
  // reads the state anew: the lane may have moved on between our snapshot and the lock.
  const result = await client.query<ClaimRow>({
    name: "telegram-claim-updates",
    text: `
      with heads as materialized (
        select distinct on (lane) lane, update_id, next_attempt_at, received_at from telegram_updates
        where bot_id = $1 and state = 'ready' and lane <> all($2::text[])
        order by lane, update_id
      ), due as materialized (
        select lane, update_id from heads where next_attempt_at <= $3 order by received_at, update_id
      ), locked as materialized (
        select lane, update_id from due where pg_try_advisory_lock(${LANE_LOCKS}, hashtext($1::text || lane)) limit $4
      ), free as materialized (
        select t.update_id from telegram_updates t join locked l using (update_id)
        where t.bot_id = $1 and t.state = 'ready' for update of t skip locked
      ), taken as (
        update telegram_updates t set attempts = t.attempts + 1 from free
        where t.bot_id = $1 and t.update_id = free.update_id
        returning t.update_id, t.kind, t.payload, t.attempts, t.received_at
      )
      select l.lane, t.update_id, t.kind, t.payload, t.attempts, t.received_at
      from locked l left join taken t using (update_id)`,
    values: [query.botId, query.busy, query.now, query.limit],
  });
  return { updates: result.rows.flatMap(claimedUpdate), lanes: result.rows.map((row) => row.lane) };
}

type ClaimRow = { lane: string } & (
  | { update_id: string; kind: string; payload: unknown; attempts: number; received_at: Date }
  | { update_id: null }
);

function claimedUpdate(row: ClaimRow): ClaimedUpdate[] {
  if (row.update_id === null) return [];
  const { lane, kind, payload, attempts } = row;
  return [{ updateId: Number(row.update_id), lane, kind, payload, attempts, receivedAt: row.received_at }];
}

/** Gives lanes back; `client` must be the one that claimed them. */
export async function releaseLanes(client: PoolClient, botId: number, lanes: readonly string[]): Promise<void> {
  if (lanes.length === 0) return;
  await client.query({
    name: "telegram-release-lanes",
    text: `select pg_advisory_unlock(${LANE_LOCKS}, hashtext($1::text || lane)) from unnest($2::text[]) as lane`,
    values: [botId, lanes],
  });
}

/** @returns false when somebody else had finished it: then its effects must not happen again */
export async function finishUpdate(
  db: Pool | PoolClient,
  update: { botId: number; updateId: number; now: Date },
): Promise<boolean> {
  const result = await db.query({
    name: "telegram-finish-update",
    text: `update telegram_updates set state = 'done', done_at = $3, last_error = null
           where bot_id = $1 and update_id = $2 and state = 'ready'`,
    values: [update.botId, update.updateId, update.now],
  });
  return result.rowCount === 1;
}

/** Puts an update off; its lane waits for it. `error` must already be free of tokens and texts. */
export async function postponeUpdate(
  pool: Pool,
  update: { botId: number; updateId: number; until: Date; error: string },
): Promise<void> {
  await pool.query(
    `update telegram_updates set next_attempt_at = $3, last_error = $4
     where bot_id = $1 and update_id = $2 and state = 'ready'`,
    [update.botId, update.updateId, update.until, update.error],
  );
}

/** Gives an update up, so that one poisonous update does not stop its lane. */
export async function buryUpdate(
  pool: Pool,
  update: { botId: number; updateId: number; now: Date; error: string },
): Promise<void> {
  await pool.query(
    `update telegram_updates set state = 'dead', done_at = $3, last_error = $4
     where bot_id = $1 and update_id = $2 and state = 'ready'`,
    [update.botId, update.updateId, update.now, update.error],
  );
}

/** Removes handled updates after 7 days, at most 5,000 at a time so that the statement stays short. */
export async function pruneUpdates({ pool, clock }: StoreDeps): Promise<number> {
  const result = await pool.query(
    `delete from telegram_updates where ctid in (
       select ctid from telegram_updates where received_at < $1 and state <> 'ready' limit 5000)`,
    [new Date(clock.now().getTime() - KEEP_MS)],
  );
  return result.rowCount ?? 0;
}

/**
 * Makes this session the one that polls Telegram for a bot (a second poller would end the first one's request with
 * 409), or the one that sends of its own accord, so that budgets hold. Held until the session ends.
 */
export async function becomeLeader(
  client: PoolClient,
  role: keyof typeof LEADER_LOCKS,
  botId: number,
): Promise<boolean> {
  const result = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1, hashtext($2)) as held", [
    LEADER_LOCKS[role],
    String(botId),
  ]);
  return result.rows[0]?.held === true;
}
