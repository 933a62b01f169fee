import type { TelegramUserId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";
import { ForbiddenError } from "../errors.js";

/** @throws ForbiddenError when the person is banned */
export async function refuseBanned({ pool }: Pick<CoreContext, "pool">, user: TelegramUserId): Promise<void> {
  const { rowCount } = await pool.query("select from telegram_users where id = $1 and banned_at is not null", [user]);
  if (rowCount !== 0) throw new ForbiddenError("This account has been banned here. Ask an administrator.");
}
