import type { Pool, PoolClient } from "pg";
import { playerId, sourceId, type PlayerId, type SourceId, type TelegramUserId } from "../../wire/ids.js";

/**
 * Who may get a reward, as SQL over the link `k` and its person `u`: the account is his with proof; he is neither staff,
 * banned, erased nor on a break, and nothing excludes him or the account from everything. Asked in the transaction that
 * gives, so that nobody gets anything on a break he has just taken.
 */
export const ELIGIBLE = `
  k.state = 'approved' and k.proof is not null and u.banned_at is null and u.erased_at is null
  and not exists (select from user_roles r where r.user_id = k.user_id)
  and not exists (select from race_exclusions e where (e.user_id = k.user_id or e.player_id = k.player_id)
    and e.race_id is null and e.lifted_at is null and (e.until is null or e.until > clock_timestamp()))`;

/** An account that may get something, and whose it is. */
export interface EligibleAccount {
  user: TelegramUserId;
  player: PlayerId;
  source: SourceId;
}

/** The accounts with which a person may get something now, oldest link first. */
export async function eligibleAccountsOf(client: Pool | PoolClient, user: TelegramUserId): Promise<EligibleAccount[]> {
  const { rows } = await client.query<{ player_id: string; source_id: number }>(
    `select k.player_id::text, k.source_id from links k join telegram_users u on u.id = k.user_id
     where k.user_id = $1 and ${ELIGIBLE} order by k.id`,
    [user],
  );
  return rows.map((row) => ({
    user,
    player: playerId(Number(row.player_id)),
    source: sourceId(row.source_id),
  }));
}
