import { inTransaction } from "../../db/transaction.js";
import type { TelegramUserId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";

type Deps = Pick<CoreContext, "pool">;

/** A break a person takes from races: his accounts leave boards and settlements, and nothing prompts him. */
export interface Break {
  since: Date;
  /** Null when it holds for good. */
  until: Date | null;
}

const CURRENT = `
  select created_at as since, until from race_exclusions
  where user_id = $1 and kind = 'self_excluded' and race_id is null and lifted_at is null and (until is null or until > clock_timestamp())
  order by until desc nulls first limit 1`;

/** The person's break, the longest if several run. */
export async function currentBreak({ pool }: Deps, user: TelegramUserId): Promise<Break | null> {
  const { rows } = await pool.query<Break>(CURRENT, [user]);
  return rows[0] ?? null;
}

/**
 * Begins a break at once, or makes the present one longer; shorter it can only be made by an administrator.
 * @param days null is for good
 * @throws NotFoundError
 */
export async function takeBreak({ pool }: Deps, user: TelegramUserId, days: number | null): Promise<Break> {
  return inTransaction(pool, "read committed", async (client) => {
    const { rowCount } = await client.query("select from telegram_users where id = $1 for update", [user]);
    if (rowCount === 0) throw new NotFoundError("This person is not known here.");
    await client.query(
      `insert into race_exclusions (user_id, kind, reason, actor, until)
       values ($1, 'self_excluded', 'asked for a break', $2, clock_timestamp() + make_interval(days => $3::int))`,
      [user, `user:${user}`, days],
    );
    const { rows } = await client.query<Break>(CURRENT, [user]);
    const [now] = rows;
    if (now === undefined) throw new Error("a break that was just written is there");
    return now;
  });
}
