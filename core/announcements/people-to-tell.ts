import type { Pool } from "pg";
import type { TelegramUserId } from "../../wire/ids.js";
import type { NotificationCategory } from "../../wire/settings.js";
import type { CoreContext } from "../context.js";
import { afterQuietHours } from "../people/notification-time.js";
import { settingsOf } from "../people/settings.js";

/**
 * Who may be written to first, as SQL over `u`: he started the bot, was not sent away and has not erased himself. What he
 * wants to hear is asked when a message is sent, because a night may lie between.
 */
export const REACHABLE = "u.can_be_messaged and u.banned_at is null and u.erased_at is null";

/** Nobody on a break is written to about races. */
export const NOT_ON_A_BREAK = `
  not exists (select from race_exclusions e
    where e.user_id = u.id and e.kind = 'self_excluded' and e.race_id is null and e.lifted_at is null
      and (e.until is null or e.until > clock_timestamp()))`;

/** Whether and when something may be said to a person. */
export interface Hearing {
  /** His own choice, else the language of his Telegram. */
  language: string | null;
  /** This moment, or the end of his quiet hours. */
  from: Date;
  /** He asked for nothing that reads like a prompt to wager. */
  hidesWagerPrompts: boolean;
}

interface PersonRow {
  alias: string | null;
  settings: unknown;
  language_code: string | null;
}

/**
 * Asks a person's settings before something is said to him.
 * @param category null for answers to what he did himself, which always come, though not at night
 * @returns `undefined` when he does not want it or cannot be written to
 */
export async function hearingOf(
  { pool, clock, timeZone }: Pick<CoreContext, "clock" | "timeZone"> & { pool: Pool },
  user: TelegramUserId,
  category: NotificationCategory | null,
): Promise<Hearing | undefined> {
  const { rows } = await pool.query<PersonRow>(
    `select alias, settings, language_code from telegram_users u where u.id = $1 and ${REACHABLE}`,
    [user],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const settings = settingsOf(row);
  if (category !== null && !settings.notifications[category]) return undefined;
  return {
    language: settings.language ?? row.language_code,
    from: afterQuietHours(settings, clock.now(), timeZone),
    hidesWagerPrompts: settings.hideWagerPrompts,
  };
}
