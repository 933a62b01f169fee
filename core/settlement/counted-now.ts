import type { PoolClient } from "pg";
import {
  COUNTED_ENTRIES,
  COUNTED_IN_SNAPSHOT,
  countedEntriesParameters,
  countedInSnapshotParameters,
} from "../boards/counted-entries.js";
import type { RaceRecord } from "../races/read-races.js";
import { NO_FENCE } from "./rank-now.js";
import { readStoredSnapshot } from "./read-result.js";
import { readOpenings, resultRules } from "./result-rules.js";

/** A query for the entries a race counts, with its parameters. */
export interface CountedNow {
  /** Version of the result they belong to; null while there is none, and the ledger of this moment counts. */
  version: number | null;
  entries: string;
  parameters: unknown[];
}

/** The entries of a race's newest result, or of this moment while it has none. */
export async function countedNow(client: PoolClient, race: RaceRecord): Promise<CountedNow> {
  const { rowCount } = await client.query("select from race_results where race_id = $1 limit 1", [race.id]);
  if (rowCount === 0) return countedAtThisMoment(client, race);
  const stored = await readStoredSnapshot(client, race.id);
  const parameters = countedInSnapshotParameters(stored.rules, stored);
  return { version: stored.version, entries: COUNTED_IN_SNAPSHOT, parameters };
}

/** The entries that the ledger of this moment holds for a race, whatever result it has. */
export async function countedAtThisMoment(client: PoolClient, race: RaceRecord): Promise<CountedNow> {
  const rules = await resultRules(client, race, await readOpenings(client, race));
  const { rows: eras } = await client.query<{ era: number }>("select max(id) as era from ledger_eras");
  const position = { era: eras[0]?.era ?? 1, fence: NO_FENCE };
  return { version: null, entries: COUNTED_ENTRIES, parameters: countedEntriesParameters(rules, position) };
}
