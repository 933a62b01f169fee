import type { Pool } from "pg";
import { Temporal } from "temporal-polyfill";
import type { CoreContext } from "../context.js";

/** Hours of the operator's zone in which a group may want no sound; groups have no zone of their own. */
const FROM_HOUR = 22;
const TO_HOUR = 8;

/** Whether a group wants what the bot posts by itself without a sound at this moment. */
export async function isNightIn(
  { pool, clock, timeZone }: Pick<CoreContext, "clock" | "timeZone"> & { pool: Pool },
  chatId: number,
): Promise<boolean> {
  const { hour } = Temporal.Instant.fromEpochMilliseconds(clock.now().getTime()).toZonedDateTimeISO(timeZone);
  if (hour < FROM_HOUR && hour >= TO_HOUR) return false;
  const { rowCount } = await pool.query("select from telegram_group_settings where chat_id = $1 and quiet_nights", [
    chatId,
  ]);
  return rowCount === 1;
}
