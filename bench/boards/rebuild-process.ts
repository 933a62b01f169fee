import { readBoardDefinitions } from "../../core/boards/board-definitions.js";
import { loadBoard } from "../../core/boards/load-board.js";
import { readPosition } from "../../core/boards/read-tail.js";
import { connect } from "../../db/connect.js";
import { inTransaction } from "../../db/transaction.js";

/** Builds the board of a race in a fresh process, as a restart does. Arguments: database URL and race. Needs --expose-gc. */
const [databaseUrl = "", race = ""] = process.argv.slice(2);

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
const board = await inTransaction(pool, "snapshot", async (client) =>
  loadBoard(client, rules, await readPosition(client), rulesXid),
);
const seconds = (performance.now() - started) / 1_000;
const report: RebuildReport = { seconds, megabytes: held() - before, players: board.size };
process.on("disconnect", () => process.exit(0));
process.send?.(report);

function held(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}
