import type { PoolClient } from "pg";
import type { RaceId } from "../../wire/ids.js";
import { REACHABLE } from "./people-to-tell.js";

/** Kind of the outbox messages that tell a person in private of a prize. */
export const PRIZE_NEWS_KIND = "prize_news";

/** What a {@link PRIZE_NEWS_KIND} message carries. */
export interface PrizeNewsPayload {
  payout: string;
  /** Won: the result is final, or a reward was earned. Waiting: a few days are left to claim it. */
  news: "won" | "waiting";
}

const TELL = `
  insert into telegram_outbox (dedupe_key, chat_id, kind, payload, priority, send_after, expires_at, created_at)
  select 'prize:' || p.id || ':' || $2, u.id, $3, jsonb_build_object('payout', p.id::text, 'news', $2), 2,
         clock_timestamp(), p.expires_at, clock_timestamp()
  from payouts p
  join links l on l.player_id = p.player_id and l.state = 'approved'
  join telegram_users u on u.id = l.user_id and ${REACHABLE}
  where p.state in ('owed', 'failed') and WHICH
  on conflict (dedupe_key) do nothing`;

/**
 * Tells the winners of a race what is theirs, in the transaction that makes it theirs: those whose account is linked and
 * who started the bot. A prize is told once, whatever later versions of the result say.
 */
export async function tellWinners(client: PoolClient, race: RaceId): Promise<void> {
  const news: PrizeNewsPayload["news"] = "won";
  await client.query(TELL.replace("WHICH", "p.race_id = $1"), [race, news, PRIZE_NEWS_KIND]);
}

/** Tells people of rewards they have earned, in the transaction that grants them. */
export async function tellRewarded(client: PoolClient, grants: readonly string[]): Promise<void> {
  const news: PrizeNewsPayload["news"] = "won";
  await client.query(TELL.replace("WHICH", "p.grant_id = any($1::bigint[])"), [grants, news, PRIZE_NEWS_KIND]);
}

/** Tells the owners of prizes that time to claim them runs out, in the transaction that notes the reminder. */
export async function remindOwners(client: PoolClient, payouts: readonly string[]): Promise<void> {
  const news: PrizeNewsPayload["news"] = "waiting";
  await client.query(TELL.replace("WHICH", "p.id = any($1::bigint[])"), [payouts, news, PRIZE_NEWS_KIND]);
}
