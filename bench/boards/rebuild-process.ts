import type { PoolClient } from "pg";
import { readBoardDefinitions } from "../../core/boards/board-definitions.js";
import { loadBoard } from "../../core/boards/load-board.js";
import { readPosition } from "../../core/boards/read-tail.js";
import { connect } from "../../db/connect.js";
import { inTransaction } from "../../db/transaction.js";

/** Builds the board of a race in a fresh process, as a restart does. Arguments: database URL, race and `board` or `plain`. */
const [databaseUrl = "", race = "", how = "board"] = process.argv.slice(2);

export interface RebuildReport {
  readonly seconds: number;
  readonly players: number;
  /** What the process holds more than before, garbage collected. */
  readonly megabytes: number;
}

const pool = connect(databaseUrl, { applicationName: "bench", onIdleError: () => undefined });
const definitions = await readBoardDefinitions(pool, new Date(), "UTC");
const definition = definitions.find(({ key }) => key === `race:${race}`);
if (definition === undefined) throw new Error(`there is no board for ${race}`);
const { rules, rulesXid } = definition;
const before = held();
const started = performance.now();
const made = await inTransaction(pool, "snapshot", async (client) => {
  if (how === "board") return loadBoard(client, rules, await readPosition(client), rulesXid);
  return plainBoard(client, rules.interval.start);
});
const seconds = (performance.now() - started) / 1_000;
const report: RebuildReport = { seconds, megabytes: held() - before, players: made.size };
process.on("disconnect", () => process.exit(0));
process.send?.(report);

/** The control: what a team writes first. */
async function plainBoard(client: PoolClient, start: Date | null): Promise<Map<string, { score: bigint; at: Date }>> {
  const { rows } = await client.query<{ player_id: string; score: string; at: Date }>(
    "select player_id, sum(delta) as score, max(occurred_at) as at from ledger where occurred_at >= $1 group by player_id",
    [start],
  );
  const sorted = rows
    .map(({ player_id: player, score, at }) => ({ player, score: BigInt(score), at }))
    .sort((a, b) => (a.score === b.score ? a.at.getTime() - b.at.getTime() : a.score < b.score ? 1 : -1));
  return new Map(sorted.map(({ player, score, at }) => [player, { score, at }]));
}

function held(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}
