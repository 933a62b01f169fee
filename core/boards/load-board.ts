import type { PoolClient } from "pg";
import { Board } from "./board.js";
import type { LedgerPosition } from "./counted-entries.js";
import type { CountingRules } from "./counting-rules.js";
import { readSumsAndNewest } from "./packed-sums.js";

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
  const { sums, adjusted, newestXid } = await readSumsAndNewest(client, rules, position);
  const version = newestXid !== null && newestXid > rulesXid ? newestXid : rulesXid;
  return new Board(rules, { scores: sums, adjusted }, position.fence, version);
}
