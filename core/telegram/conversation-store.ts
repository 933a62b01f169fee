import type { Pool, PoolClient } from "pg";
import type { Clock } from "../clock.js";
import type { TelegramUserId } from "../../wire/ids.js";

/** Rows that nobody answered are kept this long: they hold what people wrote. */
const KEEP_MS = 24 * 3_600_000;

/** A person in a chat: he has one conversation there at a time. */
export interface ConversationKey {
  botId: number;
  chatId: number;
  userId: TelegramUserId;
}

export interface StoredConversation {
  /** Of the code that wrote it. */
  version: string;
  /** What the bot keeps of it, as JSON. */
  state: unknown;
  updatedAt: Date;
}

export async function readConversation(pool: Pool, key: ConversationKey): Promise<StoredConversation | undefined> {
  const { rows } = await pool.query<{ version: string; state: unknown; updated_at: Date }>({
    name: "telegram-read-conversation",
    text: `select version, state, updated_at from telegram_conversations
           where bot_id = $1 and chat_id = $2 and user_id = $3`,
    values: [key.botId, key.chatId, key.userId],
  });
  const [row] = rows;
  return row === undefined ? undefined : { version: row.version, state: row.state, updatedAt: row.updated_at };
}

export async function writeConversation(
  client: PoolClient,
  key: ConversationKey,
  { version, state, updatedAt }: StoredConversation,
): Promise<void> {
  await client.query(
    `insert into telegram_conversations (bot_id, chat_id, user_id, version, state, updated_at)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (bot_id, chat_id, user_id) do update
       set version = excluded.version, state = excluded.state, updated_at = excluded.updated_at`,
    [key.botId, key.chatId, key.userId, version, JSON.stringify(state), updatedAt],
  );
}

export async function deleteConversation(client: Pool | PoolClient, key: ConversationKey): Promise<void> {
  await client.query("delete from telegram_conversations where bot_id = $1 and chat_id = $2 and user_id = $3", [
    key.botId,
    key.chatId,
    key.userId,
  ]);
}

/** Removes what nobody has answered for a day. */
export async function pruneConversations({ pool, clock }: { pool: Pool; clock: Clock }): Promise<void> {
  await pool.query("delete from telegram_conversations where updated_at < $1", [
    new Date(clock.now().getTime() - KEEP_MS),
  ]);
}
