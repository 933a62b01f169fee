import type { CoreContext } from "../context.js";

/**
 * How long ago a transaction of the running era wrote its last entry.
 * @param xid such as the version of a board
 * @returns milliseconds; `undefined` for a transaction without entries, such as a change of a race's rules
 */
export async function transactionAge({ pool }: Pick<CoreContext, "pool">, xid: number): Promise<number | undefined> {
  const { rows } = await pool.query<{ ms: number | null }>({
    name: "transaction-age",
    text: `select extract(epoch from clock_timestamp() - max(recorded_at))::float8 * 1000 as ms
      from ledger where era = (select max(id) from ledger_eras) and xid = $1::text::xid8`,
    values: [String(xid)],
  });
  return rows[0]?.ms ?? undefined;
}
