import { formatPlayerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import { inTransaction } from "../../db/transaction.js";
import type { ReceiptEntry } from "../../proof/result-document.js";
import { COUNTED_PARAMETERS } from "../boards/counted-entries.js";
import type { CoreContext } from "../context.js";
import { NotFoundError } from "../errors.js";
import { readRace } from "../races/read-races.js";
import { countedNow } from "./counted-now.js";
import { ENTRY_COLUMNS, toReceiptEntry, type EntryRow } from "./read-result.js";

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
    const { version, entries, parameters } = await countedNow(client, race);
    const { rows } = await client.query<EntryRow>(entriesOf(entries), [...parameters, player]);
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
