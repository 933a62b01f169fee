import { inTransaction } from "../../db/transaction.js";
import { parseRaceId } from "../../wire/ids.js";
import { remindOwners } from "../announcements/prize-news.js";
import type { CoreContext } from "../context.js";
import { lockRace } from "../races/move-race.js";
import { closeIfPaid } from "./owe-prizes.js";
import { rollOver } from "./roll-over.js";

type Deps = Pick<CoreContext, "pool">;

function expireSql(which: string): string {
  return `
  with expired as (
    update payouts set state = 'expired' where ${which} and state in ('owed', 'failed') and expires_at <= clock_timestamp() returning id
  )
  insert into payout_events (payout_id, event, actor, at) select id, 'expired', 'scheduler', clock_timestamp() from expired
  returning payout_id::text as id`;
}
const EXPIRE_OF_RACE = expireSql("race_id = $1");
const EXPIRE_REWARDS = expireSql("grant_id is not null");

/** Closes prizes that nobody claimed in time, or again after they came back, and rolls them over where the race says so. @returns how many */
export async function expirePayouts({ pool }: Deps): Promise<number> {
  const { rows } = await pool.query<{ id: string }>(
    "select distinct race_id as id from payouts where race_id is not null and state in ('owed', 'failed') and expires_at <= clock_timestamp() order by 1",
  );
  // One statement is one transaction; nothing else waits for the payouts of rewards.
  let expired = (await pool.query(EXPIRE_REWARDS)).rowCount ?? 0;
  for (const race of rows.flatMap(({ id }) => parseRaceId(id) ?? [])) {
    expired += await inTransaction(pool, "read committed", async (client) => {
      const record = await lockRace(client, race);
      const { rows: payouts } = await client.query<{ id: string }>(EXPIRE_OF_RACE, [race]);
      await rollOver(
        client,
        record,
        payouts.map(({ id }) => id),
      );
      await closeIfPaid(client, { id: race });
      return payouts.length;
    });
  }
  return expired;
}

/** A winner is reminded once, when three days are left. */
const REMIND = `
  with due as (
    update payouts set reminded_at = clock_timestamp()
    where state in ('owed', 'failed') and reminded_at is null and expires_at <= clock_timestamp() + interval '3 days'
      and expires_at > clock_timestamp()
    returning id
  )
  insert into payout_events (payout_id, event, actor, at) select id, 'reminder', 'scheduler', clock_timestamp() from due
  returning payout_id::text as payout`;

/** Reminds winners, and notes it in the same transaction. @returns how many */
export async function remindWinners({ pool }: Deps): Promise<number> {
  return inTransaction(pool, "read committed", async (client) => {
    const { rows } = await client.query<{ payout: string }>(REMIND);
    const payouts = rows.map(({ payout }) => payout);
    if (payouts.length > 0) await remindOwners(client, payouts);
    return payouts.length;
  });
}
