import { appendAudit, type AuditEntry } from "../../core/access/audit.js";
import type { CoreContext } from "../../core/context.js";

/** Notes what somebody with rights has just done through the bot, as the API does for its routes. */
export async function audited({ db, clock }: Pick<CoreContext, "db" | "clock">, entry: AuditEntry): Promise<void> {
  await db.transaction((tx) => appendAudit(tx, clock.now(), entry));
}
