import { playerId, telegramUserId, type PlayerId, type TelegramUserId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";

/** Accounts proven to be somebody's, of many people at once; people without one are left out. */
export async function playersLinkedTo(
  { pool }: Pick<CoreContext, "pool">,
  people: readonly TelegramUserId[],
): Promise<ReadonlyMap<TelegramUserId, readonly PlayerId[]>> {
  const { rows } = await pool.query<{ user_id: string; players: string[] }>(
    `select user_id::text, array_agg(player_id::text order by id) as players from links
     where user_id = any($1) and state = 'approved' group by user_id`,
    [people],
  );
  return new Map(
    rows.map(({ user_id, players }) => [telegramUserId(Number(user_id)), players.map((id) => playerId(Number(id)))]),
  );
}
