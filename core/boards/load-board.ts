import type { PoolClient } from "pg";
import { playerId } from "../../wire/ids.js";
import { Board, type LoadedScore } from "./board.js";
import { COUNTED_ENTRIES, countedEntriesParameters, type LedgerPosition } from "./counted-entries.js";
import type { CountingRules } from "./counting-rules.js";

interface LoadRow {
  player_id: string;
  raw: string;
  reached_ms: string;
  xid: string | null;
}

const LOAD = `
  select player_id::text, sum(counted)::bigint::text as raw, max(xid) filter (where era = $4)::text as xid,
         (extract(epoch from date_trunc('milliseconds', max(occurred_at))) * 1000)::bigint::text as reached_ms
  from (${COUNTED_ENTRIES}) as entries
  where counted <> 0
  group by player_id`;

/**
 * Builds a board from the ledger as the client's snapshot shows it. Call it inside the REPEATABLE READ transaction
 * that read `position`, so that load and fence belong together.
 * @param rulesXid transaction of the newest rule change: part of the version, as the rules are part of the board
 */
export async function loadBoard(
  client: PoolClient,
  rules: CountingRules,
  position: LedgerPosition,
  rulesXid: bigint,
): Promise<Board> {
  const { rows } = await client.query<LoadRow>(LOAD, countedEntriesParameters(rules, position));
  let version = rulesXid;
  for (const row of rows) {
    const xid = row.xid === null ? 0n : BigInt(row.xid);
    if (xid > version) version = xid;
  }
  return new Board(rules, rows.map(loadedScore), position.fence, version);
}

function loadedScore(row: LoadRow): LoadedScore {
  return { playerId: playerId(Number(row.player_id)), raw: BigInt(row.raw), reachedAtMs: Number(row.reached_ms) };
}
