import type { PoolClient } from "pg";
import { inTransaction } from "../../db/transaction.js";
import { playerId, sourceId, telegramUserId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { ELIGIBLE, type EligibleAccount } from "./eligible.js";
import { judgeMilestones } from "./judge-milestones.js";
import { judgeTiers } from "./judge-tiers.js";
import { noteJudged, readFence, type RewardCursor, takeTurn } from "./reward-cursor.js";

type Deps = Pick<CoreContext, "pool" | "clock" | "timeZone">;

/** A link may commit minutes after the moment it was decided at: so far back they are looked at again. */
const OVERLAP_MINUTES = 5;

/**
 * Accounts with ledger entries between the two fences, and those that may get something again or for the first time: a
 * link that became active, a break or an exclusion that is over.
 */
const TOUCHED = `
  select k.user_id::text, k.player_id::text, k.source_id from links k join telegram_users u on u.id = k.user_id
  where ${ELIGIBLE} and ($1::smallint is null
    or (k.source_id, k.player_id) in (
      select l.source_id, l.player_id from ledger l where l.era = $1 and l.xid >= $2::xid8 and l.xid < $3::xid8)
    or k.decided_at >= $4::timestamptz - make_interval(mins => $5)
    or exists (select from race_exclusions e where (e.user_id = k.user_id or e.player_id = k.player_id)
      and greatest(e.until, e.lifted_at) between $4::timestamptz - make_interval(mins => $5) and clock_timestamp()))
  order by k.user_id, k.id`;

/**
 * Judges milestones and status levels of everybody whose figures have changed since the last round: by the system, so
 * that who never asks loses nothing. Several workers may call it: one at a time judges.
 * @returns how many steps and levels are new
 */
export async function judgeRewards(context: Deps): Promise<{ milestones: number; tiers: number }> {
  return inTransaction(context.pool, "read committed", async (client) => {
    const cursor = await takeTurn(client);
    if (cursor === undefined) return { milestones: 0, tiers: 0 };
    const fence = await readFence(client);
    // Another era orders its transactions anew: everybody is judged once.
    const from = cursor.era === fence.era ? cursor : { ...cursor, era: null };
    const accounts = await touchedAccounts(client, from, fence.fence);
    const milestones = await judgeMilestones(context, client, accounts);
    const tiers = await judgeTiers(context, client, [...new Set(accounts.map(({ user }) => user))]);
    await noteJudged(client, fence);
    return { milestones, tiers };
  });
}

async function touchedAccounts(client: PoolClient, cursor: RewardCursor, fence: string): Promise<EligibleAccount[]> {
  const { rows } = await client.query<{ user_id: string; player_id: string; source_id: number }>(TOUCHED, [
    cursor.era,
    cursor.xid,
    fence,
    cursor.judgedAt ?? new Date(0),
    OVERLAP_MINUTES,
  ]);
  return rows.map((row) => ({
    user: telegramUserId(Number(row.user_id)),
    player: playerId(Number(row.player_id)),
    source: sourceId(row.source_id),
  }));
}
