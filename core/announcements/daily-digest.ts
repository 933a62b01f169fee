import { Temporal } from "temporal-polyfill";
import type { CoreContext } from "../context.js";
import { isTimeZone } from "../time/time-zone.js";
import { NOT_ON_A_BREAK, REACHABLE } from "./people-to-tell.js";

/** Kind of the outbox message that tells a person once a day how he stands. */
export const DAILY_DIGEST_KIND = "daily_digest";

/** Hours of the person's own day in which the digest may begin its way: with breakfast, and not in the evening any more. */
const FROM_HOUR = 9;
const TO_HOUR = 18;

const WANTS_IT = "u.settings -> 'notifications' -> 'digest' = 'true'::jsonb";
const ZONE = "coalesce(u.settings ->> 'timeZone', $1)";

/** The key holds the person's own date: however often somebody looks, a day has one digest. */
const TELL = `
  insert into telegram_outbox (dedupe_key, chat_id, kind, payload, priority, send_after, expires_at, created_at)
  select 'digest:' || u.id || ':' || $3, u.id, $4, '{}'::jsonb, 7, $5::timestamptz, $6::timestamptz, $5::timestamptz
  from telegram_users u
  where ${WANTS_IT} and ${ZONE} = $2 and ${REACHABLE} and ${NOT_ON_A_BREAK}
    and exists (select from links l where l.user_id = u.id and l.state = 'approved')
  on conflict (dedupe_key) do nothing`;

/**
 * Tells linked people who asked for it how they stand, once on each day of their own zone. What is said is made when it
 * is sent; somebody without a place in a live race hears nothing.
 * @returns how many messages are new
 */
export async function tellDailyDigests({
  pool,
  clock,
  timeZone,
}: Pick<CoreContext, "pool" | "clock" | "timeZone">): Promise<number> {
  const { rows } = await pool.query<{ zone: string }>(
    `select distinct ${ZONE} as zone from telegram_users u where ${WANTS_IT}`,
    [timeZone],
  );
  const now = clock.now();
  let told = 0;
  for (const { zone } of rows) {
    if (!isTimeZone(zone)) continue;
    const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone);
    if (local.hour < FROM_HOUR || local.hour >= TO_HOUR) continue;
    const day = local.toPlainDate();
    const until = day.add({ days: 1 }).toZonedDateTime(zone);
    const values = [timeZone, zone, day.toString(), DAILY_DIGEST_KIND, now, new Date(until.epochMilliseconds)];
    told += (await pool.query(TELL, values)).rowCount ?? 0;
  }
  return told;
}
