import { inTransaction } from "../../db/transaction.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import type { CoreContext } from "../context.js";

/** What the ledger cannot explain. All of it must be 0 at any moment; a metric pages when it is not. */
export interface Unexplained {
  /** Wagers whose deltas do not add up to their last worth, or whose chain has a hole. */
  readonly wagers: number;
  /** Players whose snapshot entries do not add up to their recorded total. */
  readonly totals: number;
  /** Players of entries who are not there, or not their entry's source's. */
  readonly strangers: number;
  /** Sum of all those differences, without sign. */
  readonly amount: MicroUsd;
}

interface Row {
  wagers: string;
  totals: string;
  strangers: string;
  amount: string;
}

const FIND_UNEXPLAINED = `
  with chains as (
    select abs(sum(delta) - (array_agg(amount order by seq desc))[1]) as off, count(*) <> max(seq) as has_hole
    from ledger where kind = 'wager' group by source_id, ref
  ), posted as (
    select source_id, player_id, sum(delta) as total from ledger where kind = 'snapshot' group by 1, 2
  ), recorded as (
    select abs(coalesce(posted.total, 0) - coalesce(player_totals.recorded, 0)) as off
    from posted full join player_totals using (source_id, player_id)
  ), strangers as (
    select source_id, player_id from ledger group by 1, 2
    except select source_id, id from players
  )
  select (select count(*) from chains where off <> 0 or has_hole) as wagers,
    (select count(*) from strangers) as strangers,
    (select count(*) from recorded where off <> 0) as totals,
    coalesce((select sum(off) from chains), 0) + coalesce((select sum(off) from recorded), 0) as amount`;

/** Reads the whole ledger from one snapshot: about a second for a million entries, without holding up anybody. */
export async function findUnexplained({ pool }: Pick<CoreContext, "pool">): Promise<Unexplained> {
  const { rows } = await inTransaction(pool, "snapshot", (client) => client.query<Row>(FIND_UNEXPLAINED));
  const [row] = rows;
  if (row === undefined) throw new Error("an aggregate without a group gives one row");
  const [wagers, totals, strangers] = [Number(row.wagers), Number(row.totals), Number(row.strangers)];
  return { wagers, totals, strangers, amount: microUsd(BigInt(row.amount)) };
}
