import type { Pool } from "pg";
import { telegramUserId, type PlayerId, type TelegramUserId } from "../../wire/ids.js";

/** A person who has started the bot. */
export async function addPerson(pool: Pool, id: number, settings: unknown = {}): Promise<TelegramUserId> {
  await pool.query(
    "insert into telegram_users (id, first_name, can_be_messaged, settings) values ($1, 'T', true, $2) on conflict do nothing",
    [id, JSON.stringify(settings)],
  );
  return telegramUserId(id);
}

/** Proves an account to be somebody's. */
export async function linkTo(pool: Pool, user: TelegramUserId, player: PlayerId): Promise<void> {
  await pool.query(
    `insert into links (user_id, source_id, player_id, state, proof, decided_at)
     select $1, source_id, id, 'approved', 'evidence', now() from players where id = $2`,
    [user, player],
  );
}

/** Kinds and keys of the messages that wait for a person. */
export async function waitingFor(pool: Pool, user: TelegramUserId): Promise<string[]> {
  const { rows } = await pool.query<{ key: string }>(
    "select kind || ' ' || (payload - 'payout')::text as key from telegram_outbox where chat_id = $1 order by id",
    [user],
  );
  return rows.map(({ key }) => key);
}
