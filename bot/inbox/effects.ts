import type { PoolClient } from "pg";
import { finishUpdate } from "../../core/telegram/inbox.js";
import type { CoreContext } from "../../core/context.js";
import { inTransaction } from "../../db/transaction.js";
import type { BotContext } from "../context.js";

/**
 * Effects that must happen once: they and the mark "done" of their update commit together, so a repeat after a crash
 * finds the mark and does nothing. What is answered afterwards is said at most once.
 * @returns false when an earlier run had done it all
 */
export async function withEffects(
  ctx: BotContext,
  { pool, clock }: Pick<CoreContext, "pool" | "clock">,
  effects: (client: PoolClient) => Promise<void>,
): Promise<boolean> {
  return inTransaction(pool, "read committed", async (client) => {
    const update = { botId: ctx.me.id, updateId: ctx.update.update_id, now: clock.now() };
    if (!(await finishUpdate(client, update))) return false;
    await effects(client);
    return true;
  });
}
