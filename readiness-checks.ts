import type { ReadinessCheck } from "./api/health/readiness.js";
import type { Config } from "./config.js";
import type { CoreContext } from "./core/context.js";
import type { WatchedParts } from "./metrics.js";

/** The receiver refuses at 5,000 posts; before that a balancer should turn to another process. */
const QUEUE_LIMIT = 4_000;

/** What only the whole process knows about its readiness, beside the database's own conditions. */
export function processChecks(
  { isProduction }: Pick<Config, "isProduction">,
  { pool }: Pick<CoreContext, "pool">,
  parts: WatchedParts,
): ReadinessCheck[] {
  const queue: ReadinessCheck = {
    name: "receiver",
    problem() {
      const posts = parts.receiver?.stats().queue.posts ?? 0;
      return Promise.resolve(posts < QUEUE_LIMIT ? null : `${posts} posts wait for a commit, 5,000 is the end`);
    },
  };
  const durability: ReadinessCheck = {
    name: "durability",
    async problem() {
      const { rows } = await pool.query<{ off: string[] }>(
        `select array_remove(array[
           case when current_setting('fsync') = 'off' then 'fsync' end,
           case when current_setting('full_page_writes') = 'off' then 'full_page_writes' end,
           case when current_setting('synchronous_commit') = 'off' then 'synchronous_commit' end], null) as off`,
      );
      const off = rows[0]?.off ?? [];
      return off.length === 0 ? null : `${off.join(", ")} is off: what was answered with 200 can be lost`;
    },
  };
  // The embedded database of a newcomer may be as fast as it likes.
  return isProduction ? [queue, durability] : [queue];
}
