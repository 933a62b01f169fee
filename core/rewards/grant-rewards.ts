import type { PoolClient } from "pg";
import type { PlayerId, TelegramUserId } from "../../wire/ids.js";
import type { Cents } from "../../wire/money.js";
import type { RewardKind } from "../../wire/rewards.js";
import { tellRewarded } from "../announcements/prize-news.js";
import { CLAIM_DAYS } from "../races/race-rules.js";

/** Something that a player has earned. */
export interface Grant {
  player: PlayerId;
  /** Whose account it is, with proof. */
  user: TelegramUserId;
  /** What for, within the kind: together they happen once for each player. */
  subject: string;
  amount: Cents;
  title: string | null;
  /** Of milestones, the step as the wire has it. */
  detail?: unknown;
}

const GRANT = `
  with granted as (
    insert into reward_grants (kind, subject, player_id, user_id, amount, title, detail, created_by, created_at)
    select $1, g.subject, g.player_id, g.user_id, g.amount, g.title, g.detail::jsonb, $2, clock_timestamp()
    from unnest($3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[])
      as g(subject, player_id, user_id, amount, title, detail)
    on conflict do nothing
    returning id, player_id, amount
  ), owed as (
    insert into payouts (grant_id, player_id, amount, state, created_by, created_at, expires_at)
    select id, player_id, amount, 'owed', $2, clock_timestamp(), clock_timestamp() + make_interval(days => $9) from granted
    returning id, grant_id, amount
  ), noted as (
    insert into payout_events (payout_id, event, actor, detail, at)
    select id, 'owed', $2, jsonb_build_object('amount', amount::text), clock_timestamp() from owed
  )
  select grant_id::text as id from owed order by grant_id`;

/**
 * Grants rewards, owes them and tells the people, in the caller's transaction. What was granted before is left out: the
 * unique keys decide, not a look beforehand.
 * @returns ids of the new grants
 */
export async function grantRewards(
  client: PoolClient,
  kind: RewardKind,
  grants: readonly Grant[],
  actor: string,
): Promise<string[]> {
  if (grants.length === 0) return [];
  const { rows } = await client.query<{ id: string }>(GRANT, [
    kind,
    actor,
    grants.map(({ subject }) => subject),
    grants.map(({ player }) => player),
    grants.map(({ user }) => user),
    grants.map(({ amount }) => amount.toString()),
    grants.map(({ title }) => title),
    grants.map(({ detail }) => JSON.stringify(detail ?? {})),
    CLAIM_DAYS,
  ]);
  const ids = rows.map(({ id }) => id);
  if (ids.length > 0) await tellRewarded(client, ids);
  return ids;
}
