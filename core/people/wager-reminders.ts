import { parseMicroUsd } from "../../wire/money.js";
import type { CoreContext } from "../context.js";
import { enqueueMessages } from "../telegram/outbox.js";
import { periodAt } from "../time/periods.js";

/** Kind of the outbox message that tells a person that he has wagered what he wanted to be told of. */
export const WAGER_REMINDER_KIND = "wager_reminder";

export interface WagerReminderPayload {
  /** What he set, USD with 6 decimals. */
  limit: string;
}

/** People with a reminder whose linked players have reached it in this month, by the ledger. */
const DUE = `
  select u.id::text, u.settings->>'monthlyReminder' as reminder
  from telegram_users u
  where u.settings->>'monthlyReminder' ~ '^[0-9]+\\.[0-9]{6}$' and u.can_be_messaged
    and (select coalesce(sum(l.delta), 0) from links k join ledger l on l.source_id = k.source_id and l.player_id = k.player_id
         where k.user_id = u.id and k.state = 'approved' and l.occurred_at >= $1 and l.occurred_at <= $2
           and (l.kind <> 'snapshot' or l.covers_from is not null))
        >= (u.settings->>'monthlyReminder')::numeric * 1000000
    and not exists (select from telegram_outbox o where o.dedupe_key = 'wager-reminder:' || u.id || ':' || $3 || ':' || (u.settings->>'monthlyReminder'))
  order by u.id limit 500`;

/**
 * Tells everybody once a month when he has wagered the sum that he set himself, in the operator's calendar. It comes
 * at once and in quiet hours too: it is meant to stop a night.
 * @returns how many were told
 */
export async function remindOfWagers({
  pool,
  clock,
  timeZone,
}: Pick<CoreContext, "pool" | "clock" | "timeZone">): Promise<number> {
  const now = clock.now();
  const { start } = periodAt("month", now, timeZone);
  const month = start?.toISOString().slice(0, 10) ?? "";
  const { rows } = await pool.query<{ id: string; reminder: string }>(DUE, [start, now, month]);
  return enqueueMessages(
    pool,
    now,
    rows.flatMap(({ id, reminder }) => {
      if (parseMicroUsd(reminder) === undefined) return [];
      const payload: WagerReminderPayload = { limit: reminder };
      const dedupeKey = `wager-reminder:${id}:${month}:${reminder}`;
      return [{ dedupeKey, chatId: Number(id), kind: WAGER_REMINDER_KIND, payload, priority: 3 }];
    }),
  );
}
