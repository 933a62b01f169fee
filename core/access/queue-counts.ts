import type { CoreContext } from "../context.js";

/** How much waits for people with roles. */
export interface QueueCounts {
  /** Races that have ended and are not final. */
  settlements: number;
  /** Prizes to approve or to pay. */
  payouts: number;
  links: number;
  disputes: number;
  deadLetters: number;
  /** Entries of challenges that nobody has judged. */
  entries: number;
}

/** One query for the administrators' first page. */
export async function readQueueCounts({ pool }: Pick<CoreContext, "pool">): Promise<QueueCounts> {
  const { rows } = await pool.query<QueueCounts>(
    `select (select count(*)::int from races where status in ('settling', 'provisional')) as settlements,
            (select count(*)::int from payouts where state in ('claimed', 'approved', 'failed')) as payouts,
            (select count(*)::int from links where state = 'under_review') as links,
            (select count(*)::int from disputes where state = 'open') as disputes,
            (select count(*)::int from dead_letters where state = 'open') as "deadLetters",
            (select count(*)::int from challenge_entries where state = 'open') as entries`,
  );
  return rows[0] ?? { settlements: 0, payouts: 0, links: 0, disputes: 0, deadLetters: 0, entries: 0 };
}
