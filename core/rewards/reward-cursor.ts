import type { PoolClient } from "pg";

/** How far the ledger has been judged; era null asks for everybody. */
export interface RewardCursor {
  era: number | null;
  /** Transactions below it have been judged. */
  xid: string;
  judgedAt: Date | null;
}

/** What the steps or levels say has changed: the next round judges everybody, not only those who wagered since. */
export async function judgeEverybodyAnew(client: PoolClient): Promise<void> {
  await client.query("update reward_cursor set era = null, xid = null");
}

/** Takes the turn to judge until the transaction ends. @returns `undefined` while another worker has it */
export async function takeTurn(client: PoolClient): Promise<RewardCursor | undefined> {
  const { rows } = await client.query<{ era: number | null; xid: string | null; judged_at: Date | null }>(
    "select era, xid::text, judged_at from reward_cursor for no key update skip locked",
  );
  const [row] = rows;
  return row === undefined ? undefined : { era: row.era, xid: row.xid ?? "0", judgedAt: row.judged_at };
}

/**
 * The end of what is visible for good: every transaction below `fence` has finished, so that the statements after this
 * one see all of it.
 */
export async function readFence(client: PoolClient): Promise<{ era: number; fence: string; at: Date }> {
  const { rows } = await client.query<{ era: number; fence: string; at: Date }>(
    `select (select max(id) from ledger_eras) as era, pg_snapshot_xmin(pg_current_snapshot())::text as fence,
            clock_timestamp() as at`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("a select without a table always gives one row");
  return row;
}

export async function noteJudged(
  client: PoolClient,
  { era, fence, at }: { era: number; fence: string; at: Date },
): Promise<void> {
  await client.query("update reward_cursor set era = $1, xid = $2::xid8, judged_at = $3", [era, fence, at]);
}
