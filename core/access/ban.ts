import { inTransaction } from "../../db/transaction.js";
import type { TelegramUserId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { ConflictError, ForbiddenError, NotFoundError } from "../errors.js";
import { requireReason } from "../races/require-reason.js";
import { endAllSessions } from "./sessions.js";

type Deps = Pick<CoreContext, "pool" | "clock">;

/**
 * Shuts a person out: all his sessions and sockets end (within 2 s), he cannot sign in again, and his accounts leave
 * boards and settlements.
 * @param reason for administrators
 * @returns how many sessions ended
 * @throws NotFoundError, InvalidInputError without a reason, ForbiddenError for oneself and for people with roles,
 *   ConflictError when he is banned already
 */
export async function banPerson(
  context: Deps,
  user: TelegramUserId,
  ban: { reason: string },
  actor: string,
): Promise<number> {
  const reason = requireReason(ban.reason);
  if (actor === `user:${user}`) throw new ForbiddenError("Nobody bans himself.");
  await inTransaction(context.pool, "read committed", async (client) => {
    const { rows } = await client.query<{ banned_at: Date | null; is_staff: boolean }>(
      `select banned_at, exists (select from user_roles where user_id = $1) as is_staff from telegram_users where id = $1 for update`,
      [user],
    );
    const [person] = rows;
    if (person === undefined) throw new NotFoundError("There is no such person.");
    if (person.is_staff) throw new ForbiddenError("The person holds a role: take it away first.");
    if (person.banned_at !== null) throw new ConflictError("The person is banned already.", ["unban"]);
    await client.query("update telegram_users set banned_at = clock_timestamp() where id = $1", [user]);
    await client.query("insert into race_exclusions (user_id, kind, reason, actor) values ($1, 'banned', $2, $3)", [
      user,
      reason,
      actor,
    ]);
  });
  return endAllSessions(context, user, "banned");
}

/** Lets a person in again; what was settled without him stays. @throws NotFoundError, ConflictError when he is not banned */
export async function unbanPerson({ pool }: Deps, user: TelegramUserId, actor: string): Promise<void> {
  await inTransaction(pool, "read committed", async (client) => {
    const { rows } = await client.query<{ was: Date | null }>(
      `update telegram_users u set banned_at = null from (select id, banned_at as was from telegram_users where id = $1 for update) as b
       where u.id = b.id returning b.was`,
      [user],
    );
    if (rows[0] === undefined) throw new NotFoundError("There is no such person.");
    if (rows[0].was === null) throw new ConflictError("The person is not banned.", ["ban"]);
    await client.query(
      `update race_exclusions set lifted_at = clock_timestamp(), lifted_by = $2, xid = pg_current_xact_id()
       where user_id = $1 and kind = 'banned' and race_id is null and lifted_at is null`,
      [user, actor],
    );
  });
}
