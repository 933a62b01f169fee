import { formatPlayerId, playerId, type RaceId } from "../../wire/ids.js";
import { inTransaction } from "../../db/transaction.js";
import type { CoreContext } from "../context.js";
import { COUNTED_AFTER_SNAPSHOT, countedInSnapshotParameters } from "../boards/counted-entries.js";
import { readStoredSnapshot } from "./read-result.js";

/** An entry of the race's window that came after the result was computed. */
export interface LateEntry {
  player: string;
  kind: "wager" | "snapshot" | "adjustment";
  ref: string;
  /** Micro-USD by which it would move the score. */
  counted: bigint;
  occurredAt: Date;
  recordedAt: Date;
}

const LATE = `
  select player_id::text, kind, ref, counted::text, occurred_at, recorded_at from (${COUNTED_AFTER_SNAPSHOT}) as e
  where counted <> 0 order by id`;

/**
 * What would count and is not in the newest result: late by definition. It is listed for the administrator, who may
 * make it the next version.
 * @throws NotFoundError before settlement
 */
export async function readLateEntries({ pool }: Pick<CoreContext, "pool">, race: RaceId): Promise<LateEntry[]> {
  return inTransaction(pool, "snapshot", async (client) => {
    const stored = await readStoredSnapshot(client, race);
    const { rows } = await client.query<{
      player_id: string;
      kind: LateEntry["kind"];
      ref: string;
      counted: string;
      occurred_at: Date;
      recorded_at: Date;
    }>(LATE, countedInSnapshotParameters(stored.rules, stored));
    return rows.map((row) => ({
      player: formatPlayerId(playerId(Number(row.player_id))),
      kind: row.kind,
      ref: row.ref,
      counted: BigInt(row.counted),
      occurredAt: row.occurred_at,
      recordedAt: row.recorded_at,
    }));
  });
}
