import type { CoreContext } from "../context.js";
import { ConflictError } from "../errors.js";
import { revertAdjustment } from "./adjust.js";

/** What is over and still counts. Of a race that has a result only a person's correction changes anything. */
const OVER = `
  select a.id::text from adjustments a left join races r on r.id = a.race_id
  where a.expires_at <= clock_timestamp() and not exists (select from adjustments b where b.reverts = a.id)
    and (r.id is null or r.status in ('live', 'settling'))
  order by a.id`;

const REASON = "Its time is over, as was said when it was made";

/** Takes adjustments back whose time is over. @returns how many */
export async function expireAdjustments(context: Pick<CoreContext, "pool">): Promise<number> {
  const { rows } = await context.pool.query<{ id: string }>(OVER);
  let expired = 0;
  for (const { id } of rows) {
    try {
      await revertAdjustment(context, id, REASON, "scheduler");
      expired++;
    } catch (error) {
      // Another scheduler or a person was faster, or the race has been cancelled.
      if (!(error instanceof ConflictError)) throw error;
    }
  }
  return expired;
}
