import type { TelegramUserId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";

export interface NamedPerson {
  firstName: string;
  username: string | null;
}

/** How Telegram names people, one query for all; for administrators. */
export async function namesOfPeople(
  { pool }: Pick<CoreContext, "pool">,
  ids: readonly TelegramUserId[],
): Promise<Map<number, NamedPerson>> {
  if (ids.length === 0) return new Map();
  const { rows } = await pool.query<{ id: string; first_name: string; username: string | null }>(
    "select id::text, first_name, username from telegram_users where id = any($1::bigint[])",
    [ids],
  );
  return new Map(rows.map((row) => [Number(row.id), { firstName: row.first_name, username: row.username }]));
}
