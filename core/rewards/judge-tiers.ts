import type { PoolClient } from "pg";
import { telegramUserId, type TelegramUserId } from "../../wire/ids.js";
import { formatMicroUsd, microUsd, type MicroUsd } from "../../wire/money.js";
import type { CoreContext } from "../context.js";
import { enqueueMessages } from "../telegram/outbox.js";
import { readVipLadder, tierOf } from "./vip-ladder.js";

/** Kind of the outbox message that tells a person of his new status level. */
export const TIER_NEWS_KIND = "tier_news";

/** What a {@link TIER_NEWS_KIND} message carries: the threshold, because the name is looked up when it is sent. */
export interface TierNewsPayload {
  from: string;
}

/** A level is news for two days. */
const USEFUL_MS = 48 * 3_600_000;

const LIFETIMES = `
  select k.user_id::text, coalesce(sum(t.total), 0)::text as lifetime, pt.from_wager::text, pt.told_from::text
  from links k
  cross join lateral (
    select sum(l.delta) as total from ledger l
    where l.source_id = k.source_id and l.player_id = k.player_id and l.race_id is null
  ) t
  left join person_tiers pt on pt.user_id = k.user_id
  where k.state = 'approved' and k.user_id = any($1::bigint[])
  group by k.user_id, pt.from_wager, pt.told_from order by k.user_id`;

/** Where a person was seen last; null when nobody has looked yet. */
interface Standing {
  user: TelegramUserId;
  lifetime: MicroUsd;
  from: MicroUsd | null;
  toldFrom: MicroUsd | null;
}

/**
 * Moves people to the level of their lifetime wager, in the caller's transaction, and tells those who stepped up, once
 * for each level. The first look only remembers: to link an account is no step. A correction lowers without a word.
 * @returns how many are told
 */
export async function judgeTiers(
  { clock }: Pick<CoreContext, "clock">,
  client: PoolClient,
  users: readonly TelegramUserId[],
): Promise<number> {
  if (users.length === 0) return 0;
  const ladder = await readVipLadder(client);
  const moved = (await readStandings(client, users)).flatMap((one) => {
    const { from } = tierOf(ladder, one.lifetime);
    return from === one.from ? [] : [{ ...one, to: from }];
  });
  if (moved.length === 0) return 0;
  await client.query(
    `insert into person_tiers (user_id, from_wager, told_from, changed_at)
     select user_id, level, level, clock_timestamp() from unnest($1::bigint[], $2::bigint[]) as m(user_id, level)
     on conflict (user_id) do update set from_wager = excluded.from_wager, changed_at = excluded.changed_at,
       told_from = greatest(person_tiers.told_from, excluded.told_from)`,
    [moved.map(({ user }) => user), moved.map(({ to }) => to.toString())],
  );
  const risen = moved.filter(({ toldFrom, to }) => toldFrom !== null && to > toldFrom);
  const now = clock.now();
  return enqueueMessages(
    client,
    now,
    risen.map(({ user, to }) => {
      const payload: TierNewsPayload = { from: formatMicroUsd(to) };
      const expiresAt = new Date(now.getTime() + USEFUL_MS);
      return { dedupeKey: `tier:${user}:${to}`, chatId: user, kind: TIER_NEWS_KIND, payload, expiresAt };
    }),
  );
}

async function readStandings(client: PoolClient, users: readonly TelegramUserId[]): Promise<Standing[]> {
  const { rows } = await client.query<{
    user_id: string;
    lifetime: string;
    from_wager: string | null;
    told_from: string | null;
  }>(LIFETIMES, [users]);
  const amount = (text: string | null): MicroUsd | null => (text === null ? null : microUsd(BigInt(text)));
  return rows.map((row) => ({
    user: telegramUserId(Number(row.user_id)),
    lifetime: microUsd(BigInt(row.lifetime)),
    from: amount(row.from_wager),
    toldFrom: amount(row.told_from),
  }));
}
