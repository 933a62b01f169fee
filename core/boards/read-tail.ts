import type { Pool, PoolClient } from "pg";
import { playerId, sourceId, type SourceId } from "../../wire/ids.js";
import type { LedgerEntry } from "./board.js";
import type { LedgerPosition } from "./counted-entries.js";
import { readInstantMs, readSafeInteger, viewOf } from "./packed-values.js";

/** Entries a round reads; a longer backlog is read in further rounds. */
const ROUND_LIMIT = 20_000;

/** Entries that have this in common, the rest of each packed. */
interface TailRow {
  source_id: number | null;
  kind: LedgerEntry["kind"];
  category: string | null;
  race_id: string | null;
  /** Player, amount, delta, time, start of what it covers and transaction: six big-endian 64-bit integers each. */
  entries: Buffer;
  fence: string;
  newest_era: number;
}

const BYTES_PER_ENTRY = 48;

/**
 * Entries of finished transactions from the fence on, but for those that count nowhere. Identity values commit out of
 * order, so `id > last seen` misses rows (7.5 % in a measurement); a transaction id below `pg_snapshot_xmin` is finished,
 * and no smaller one can appear. One row without a source carries the new fence even when there are no entries.
 *
 * Packed, because a row and twelve texts for each entry were half of what an API spent on it (docs/adr/0007). The order of
 * entries does not matter: boards add up, and keep the newest time and transaction.
 */
const TAIL = {
  name: "ledger-tail",
  text: `
    with bound as (select pg_snapshot_xmin(pg_current_snapshot()) as fence, (select max(id) from ledger_eras) as newest_era),
    entries as (
      select l.* from ledger l, bound
      where l.era = $1 and l.xid >= $2::xid8 and l.xid < bound.fence and l.delta <> 0 and l.occurred_at is not null
      order by l.xid limit $3
    ),
    packed as (
      select source_id, kind, category, race_id,
             string_agg(int8send(player_id) || int8send(amount) || int8send(delta) || timestamptz_send(occurred_at)
               || timestamptz_send(coalesce(covers_from, '-infinity')) || xid8send(xid), '') as entries
      from entries group by source_id, kind, category, race_id
    )
    select p.*, bound.fence::text as fence, bound.newest_era from bound left join packed p on true`,
};

export interface TailRound {
  entries: LedgerEntry[];
  /** Where the next round begins. */
  fence: bigint;
  /** True when nothing committed before the round was left out. */
  isComplete: boolean;
  /** False when the database began a new era (a restore): all boards must be loaded again. */
  isSameEra: boolean;
}

/**
 * Reads what finished since `position`. A round never ends inside a transaction: a full round leaves its last one for
 * the next, and a transaction larger than the round (a snapshot of 100,000 players) is read with a larger limit.
 */
export async function readTail(pool: Pool, position: LedgerPosition, limit = ROUND_LIMIT): Promise<TailRound> {
  const { rows } = await pool.query<TailRow>({ ...TAIL, values: [position.era, position.fence.toString(), limit] });
  const entries = rows.flatMap((row) => (row.source_id === null ? [] : unpack(row, sourceId(row.source_id))));
  const isSameEra = rows[0]?.newest_era === position.era;
  if (entries.length < limit) {
    return { entries, fence: BigInt(rows[0]?.fence ?? position.fence), isComplete: true, isSameEra };
  }
  const last = entries.reduce((newest, { xid }) => (xid > newest ? xid : newest), 0n);
  const whole = entries.filter((entry) => entry.xid < last);
  if (whole.length === 0) return readTail(pool, position, limit * 8);
  return { entries: whole, fence: last, isComplete: false, isSameEra };
}

function unpack({ kind, category, race_id: raceId, entries }: TailRow, source: SourceId): LedgerEntry[] {
  const view = viewOf(entries);
  return Array.from({ length: entries.length / BYTES_PER_ENTRY }, (_, index) => {
    const at = index * BYTES_PER_ENTRY;
    const coversFromMs = readInstantMs(view, at + 32);
    return {
      playerId: playerId(readSafeInteger(view, at)),
      sourceId: source,
      kind,
      amount: view.getBigInt64(at + 8),
      delta: view.getBigInt64(at + 16),
      occurredAt: new Date(readInstantMs(view, at + 24)),
      coversFrom: coversFromMs === -Infinity ? null : new Date(coversFromMs),
      category,
      raceId,
      xid: view.getBigUint64(at + 40),
    };
  });
}

/** Era, epoch and fence of the client's snapshot: where a board that is loaded now begins to follow the tail. */
export async function readPosition(client: PoolClient): Promise<LedgerPosition & { epoch: string }> {
  const { rows } = await client.query<{ era: number; epoch: string; fence: string }>(
    `select id as era, epoch::text, pg_snapshot_xmin(pg_current_snapshot())::text as fence
     from ledger_eras order by id desc limit 1`,
  );
  const row = rows[0];
  if (row === undefined) throw new Error("the database has no ledger era: run `npm run cli -- migrate`");
  return { era: row.era, epoch: row.epoch, fence: BigInt(row.fence) };
}
