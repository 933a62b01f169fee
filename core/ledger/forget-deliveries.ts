import type { CoreContext } from "../context.js";
import { keptSince } from "./kept-since.js";

/** 16 MiB a statement: some ten milliseconds of reading, far below the 5 s that a statement may take. */
const BLOCKS = 2_000;
const REST_MS = 6 * 3_600_000;

/** What was quarantined stays as long as its dead letter can be replayed. */
const FORGET = `
  delete from webhook_inbox
  where ctid >= format('(%s,0)', $1::bigint)::tid and ctid < format('(%s,0)', $2::bigint)::tid
    and outcome <> 'quarantined' and received_at < ${keptSince("$3")}`;

/**
 * Forgets posts whose time is over: what they said is in the ledger, and only they grow without an end. It goes
 * through the table a stretch at a time: an index on the time would cost the receiver at each post, and the block index
 * that is there says nothing any more once freed room is used again.
 */
export class DeliveryKeeper {
  readonly #context: Pick<CoreContext, "pool" | "clock">;
  readonly #blocks: number;
  #next = 0;
  #restsUntilMs = 0;

  constructor(context: Pick<CoreContext, "pool" | "clock">, blocks = BLOCKS) {
    this.#context = context;
    this.#blocks = blocks;
  }

  /** Looks at the next stretch; after the last one it rests for some hours. @returns how many posts were forgotten */
  async step(): Promise<number> {
    const { pool, clock } = this.#context;
    const now = clock.now();
    if (now.getTime() < this.#restsUntilMs) return 0;
    const end = this.#next + this.#blocks;
    const { rowCount } = await pool.query(FORGET, [this.#next, end, now]);
    const { rows } = await pool.query<{ blocks: number }>(
      "select (pg_relation_size('webhook_inbox') / current_setting('block_size')::int)::int as blocks",
    );
    this.#next = end;
    if (end >= (rows[0]?.blocks ?? 0)) {
      this.#next = 0;
      this.#restsUntilMs = now.getTime() + REST_MS;
    }
    return rowCount ?? 0;
  }
}
