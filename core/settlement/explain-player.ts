import type { PoolClient } from "pg";
import { formatPlayerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import { inTransaction } from "../../db/transaction.js";
import type { ReceiptEntry } from "../../proof/result-document.js";
import {
  COUNTED_ENTRIES,
  COUNTED_IN_SNAPSHOT,
  COUNTED_PARAMETERS,
  countedEntriesParameters,
  countedInSnapshotParameters,
} from "../boards/counted-entries.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";
import { readRace, type RaceRecord } from "../races/read-races.js";
import { ENTRY_COLUMNS, readStoredSnapshot, toReceiptEntry, type EntryRow } from "./read-result.js";
import { NO_FENCE } from "./rank-now.js";
import { readOpenings, resultRules } from "./result-rules.js";

/** How a player came to his score. */
export interface Explanation {
  player: string;
  /** Version of the result it speaks of; null while the race has none, and the ledger of this moment counts. */
  version: number | null;
  /** After the cap. */
  score: MicroUsd;
  /** Of the counted parts of the entries; the same as the score unless a cap cut it. */
  sum: MicroUsd;
  entries: ReceiptEntry[];
}

const entriesOf = (counted: string) => `
  select ${ENTRY_COLUMNS} from (${counted}) as e join sources s on s.id = e.source_id
  where e.counted <> 0 and e.player_id = $${COUNTED_PARAMETERS + 1} order by e.id`;

/**
 * The ledger entries that make a player's score: of the newest result, or of this moment while there is none.
 * @throws NotFoundError when there is no such race
 */
export async function explainPlayer(
  { pool }: Pick<CoreContext, "pool">,
  id: RaceId,
  player: PlayerId,
): Promise<Explanation> {
  return inTransaction(pool, "snapshot", async (client) => {
    const race = await readRace(client, id);
    if (race === undefined) throw new NotFoundError("There is no race with this id.");
    const { version, rows } = await readEntries(client, race, player);
    const sum = rows.reduce((total, { counted }) => total + BigInt(counted), 0n);
    return {
      player: formatPlayerId(player),
      version,
      sum: microUsd(sum),
      score: race.cap !== null && sum > race.cap ? race.cap : microUsd(sum),
      entries: rows.map(toReceiptEntry),
    };
  });
}

async function readEntries(
  client: PoolClient,
  race: RaceRecord,
  player: PlayerId,
): Promise<{ version: number | null; rows: EntryRow[] }> {
  const { rowCount } = await client.query("select from race_results where race_id = $1 limit 1", [race.id]);
  if (rowCount === 0) {
    const rules = await resultRules(client, race, await readOpenings(client, race));
    const { rows: eras } = await client.query<{ era: number }>("select max(id) as era from ledger_eras");
    const position = { era: eras[0]?.era ?? 1, fence: NO_FENCE };
    const parameters = [...countedEntriesParameters(rules, position), player];
    return { version: null, rows: (await client.query<EntryRow>(entriesOf(COUNTED_ENTRIES), parameters)).rows };
  }
  const stored = await readStoredSnapshot(client, race.id);
  const parameters = [...countedInSnapshotParameters(stored.rules, stored), player];
  return {
    version: stored.version,
    rows: (await client.query<EntryRow>(entriesOf(COUNTED_IN_SNAPSHOT), parameters)).rows,
  };
}
