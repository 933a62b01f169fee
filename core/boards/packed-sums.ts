import type { PoolClient } from "pg";
import { playerId, type PlayerId } from "../../wire/ids.js";
import { COUNTED_ENTRIES, countedEntriesParameters, type LedgerPosition } from "./counted-entries.js";
import type { CountingRules } from "./counting-rules.js";
import { readInstantMs, readSafeInteger, viewOf } from "./packed-values.js";

/** What the counted entries of each player add up to, players in any order and each once. */
export interface PlayerSums {
  readonly playerIds: Float64Array<ArrayBuffer>;
  /** Micro-USD before the cap. */
  readonly raw: BigInt64Array<ArrayBuffer>;
  /** Newest counted event time of the player, cut to milliseconds. */
  readonly reachedAtMs: Float64Array<ArrayBuffer>;
  readonly entries: Uint32Array<ArrayBuffer>;
}

interface PackedRow {
  /** Big-endian: player id, sum, newest event (microseconds since 2000) in 64 bits each, number of entries in 32. */
  sums: Buffer;
  /** Newest transaction of the reading era among the entries. */
  xid: string | null;
}

const BYTES_PER_PLAYER = 28;

/**
 * Sums per player, packed into a few large values: a million rows through the text protocol cost the driver about 1.5 s
 * of parsing, the packed form 0.9 s with its making. Unsorted, because PostgreSQL's sort was 1.2 s of 3.6 s, and summed
 * by `sum_micro`, because a million numeric states are slower (2.1 s against 1.1-1.7 s for the same scan).
 * @param xid an aggregate over a player's entries
 */
function packedSums(xid: string): string {
  return `
  with sums as (
    select player_id, sum_micro(counted) as raw, count(*)::int as entries, max(occurred_at) as reached_at, ${xid} as xid
    from (${COUNTED_ENTRIES}) as counted_entries
    where counted <> 0
    group by player_id
  )
  select string_agg(int8send(player_id) || int8send(raw) || timestamptz_send(reached_at) || int4send(entries), '') as sums,
         max(xid)::text as xid
  from sums group by player_id % 16`;
}

const SUMS = packedSums("null::xid8");
/** One more state for each of a million groups is 0.2 s: only for who needs it. */
const SUMS_AND_NEWEST = packedSums("max(xid) filter (where era = $4)");

function unpackSums(rows: readonly PackedRow[]): PlayerSums {
  const players = rows.reduce((sum, { sums }) => sum + sums.length / BYTES_PER_PLAYER, 0);
  const playerIds = new Float64Array(players);
  const raw = new BigInt64Array(players);
  const reachedAtMs = new Float64Array(players);
  const entries = new Uint32Array(players);
  let player = 0;
  for (const { sums } of rows) {
    const view = viewOf(sums);
    for (let at = 0; at < sums.length; at += BYTES_PER_PLAYER) {
      playerIds[player] = readSafeInteger(view, at);
      raw[player] = view.getBigInt64(at + 8);
      reachedAtMs[player] = readInstantMs(view, at + 16);
      entries[player] = view.getUint32(at + 24);
      player++;
    }
  }
  return { playerIds, raw, reachedAtMs, entries };
}

/**
 * Counted micro-USD of adjustments per player. They are few: found by their own table instead of a second look at
 * every entry.
 */
const ADJUSTED_SUMS = `
  select e.player_id, sum_micro(e.counted)::text as adjusted
  from adjustments a join players p on p.id = a.player_id
       join (${COUNTED_ENTRIES}) as e on e.source_id = p.source_id and e.kind = 'adjustment' and e.ref = a.id::text
  group by e.player_id`;

/** What readers of the ledger start from. */
export interface SummedLedger {
  sums: PlayerSums;
  /** Part of the sums that manual adjustments made, micro-USD. */
  adjusted: Map<PlayerId, bigint>;
}

/** Sums what the rules count for each player, as the client's snapshot shows the ledger. */
export async function readSums(
  client: PoolClient,
  rules: CountingRules,
  position: LedgerPosition,
): Promise<SummedLedger> {
  const parameters = countedEntriesParameters(rules, position);
  const { rows } = await client.query<PackedRow>(SUMS, parameters);
  return { sums: unpackSums(rows), adjusted: await readAdjusted(client, parameters) };
}

/** As {@link readSums}, with the newest transaction of the position's era that was counted. */
export async function readSumsAndNewest(
  client: PoolClient,
  rules: CountingRules,
  position: LedgerPosition,
): Promise<SummedLedger & { newestXid: bigint | null }> {
  const parameters = countedEntriesParameters(rules, position);
  const { rows } = await client.query<PackedRow>(SUMS_AND_NEWEST, parameters);
  const xids = rows.flatMap(({ xid }) => (xid === null ? [] : [BigInt(xid)]));
  return {
    sums: unpackSums(rows),
    adjusted: await readAdjusted(client, parameters),
    newestXid: xids.reduce<bigint | null>((newest, xid) => (newest === null || xid > newest ? xid : newest), null),
  };
}

async function readAdjusted(client: PoolClient, parameters: unknown[]): Promise<Map<PlayerId, bigint>> {
  const { rows } = await client.query<{ player_id: string; adjusted: string }>(ADJUSTED_SUMS, parameters);
  return new Map(rows.map((row) => [playerId(Number(row.player_id)), BigInt(row.adjusted)]));
}
