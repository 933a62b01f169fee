import { telegramUsers, userRoles } from "../../db/schema/telegram.js";
import { telegramUserId } from "../../wire/ids.js";
import type { CoreContext } from "../context.js";

/** Gives the owner role to the configured people, who need not have met the bot yet. Roles given before stay. */
export async function grantOwners({ db }: Pick<CoreContext, "db">, ids: readonly number[]): Promise<void> {
  for (const id of ids.map(telegramUserId)) {
    await db.insert(telegramUsers).values({ id, firstName: "Owner" }).onConflictDoNothing();
    await db.insert(userRoles).values({ userId: id, role: "owner" }).onConflictDoNothing();
  }
}
