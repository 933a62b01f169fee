import type { CoreContext } from "../context.js";
import { keptSince } from "../ledger/kept-since.js";

/** Some hundred KB each at the most: one statement stays far below the 5 s that it may take. */
const ANSWERS = 200;
const REST_MS = 6 * 3_600_000;

/**
 * An answer is kept as what changed since the one before it, so nothing is forgotten but what lies before the newest whole
 * one of the time that is over: every later moment can still be put together and proved.
 */
const FORGET = `
  with since as (select ${keptSince("$1")} as at),
  first_kept as (
    select a.source_id, max(a.poll_id) as poll_id from source_archive a join source_polls p on p.id = a.poll_id, since
    where a.is_whole and p.received_at <= since.at group by a.source_id
  )
  delete from source_archive where poll_id in (
    select a.poll_id from source_archive a join first_kept k on k.source_id = a.source_id and a.poll_id < k.poll_id
    order by a.poll_id limit $2)`;

/**
 * Forgets the archived answers of polled casinos whose time is over. What the ledger took from them stays, and so does the
 * log of polls with the hash of each answer.
 */
export class AnswerKeeper {
  readonly #context: Pick<CoreContext, "pool" | "clock">;
  #restsUntilMs = 0;

  constructor(context: Pick<CoreContext, "pool" | "clock">) {
    this.#context = context;
  }

  /** Forgets some; when none are left it rests for some hours. @returns how many were forgotten */
  async step(most = ANSWERS): Promise<number> {
    const { pool, clock } = this.#context;
    const now = clock.now();
    if (now.getTime() < this.#restsUntilMs) return 0;
    const { rowCount } = await pool.query(FORGET, [now, most]);
    const forgotten = rowCount ?? 0;
    if (forgotten < most) this.#restsUntilMs = now.getTime() + REST_MS;
    return forgotten;
  }
}
