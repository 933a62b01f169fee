import type { CoreContext } from "../context.js";
import { ConflictError } from "../errors.js";
import { replayDeadLetter, type ReplayOutcome } from "./replay-dead-letter.js";

/** Which open letters; what is left out means all. */
export interface ReplayFilter {
  /** A source's slug. */
  readonly source?: string;
  readonly reason?: string;
  /** Id of the last letter that was tried before. */
  readonly after?: number;
}

export interface ReplayTally {
  readonly recorded: number;
  readonly duplicates: number;
  /** Still not applicable; they stay open. */
  readonly quarantined: number;
  /** Id of the last letter that was tried, when there are more behind it. */
  readonly next: number | undefined;
}

/** About 5 ms each: as many as one answer may be waited for. */
const AT_ONCE = 200;

const OPEN = `
  select letter.id from dead_letters letter join sources on sources.id = letter.source_id
  where letter.state = 'open' and ($1::text is null or sources.slug = $1) and ($2::text is null or letter.reason = $2)
    and letter.id > $3 order by letter.id limit $4`;

/**
 * Applies open letters, oldest first, each as {@link replayDeadLetter} does and in a transaction of its own, so that one
 * that fails takes none with it. At most 200; the rest is behind `next`.
 * @throws the database's error; what was applied until then stays applied
 */
export async function replayDeadLetters(
  context: Pick<CoreContext, "pool" | "clock">,
  { source, reason, after = 0 }: ReplayFilter,
): Promise<ReplayTally> {
  const { rows } = await context.pool.query<{ id: string }>(OPEN, [source, reason, after, AT_ONCE + 1]);
  const ids = rows.slice(0, AT_ONCE).map(({ id }) => Number(id));
  const ends = { recorded: 0, duplicate: 0, quarantined: 0 };
  for (const id of ids) {
    const outcome = await unlessClosed(replayDeadLetter(context, id));
    if (outcome !== undefined) ends[outcome.status === "replayed" ? outcome.resolution : outcome.status] += 1;
  }
  const next = rows.length > ids.length ? ids.at(-1) : undefined;
  return { recorded: ends.recorded, duplicates: ends.duplicate, quarantined: ends.quarantined, next };
}

/** Somebody else may have closed it since it was listed. */
async function unlessClosed(replay: Promise<ReplayOutcome>): Promise<ReplayOutcome | undefined> {
  try {
    return await replay;
  } catch (error) {
    if (error instanceof ConflictError) return undefined;
    throw error;
  }
}
