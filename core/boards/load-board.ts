import type { PoolClient } from "pg";
import { playerId } from "../../wire/ids.js";
import { Board } from "./board.js";
import { COUNTED_ENTRIES, countedEntriesParameters, type LedgerPosition } from "./counted-entries.js";
import type { CountingRules } from "./counting-rules.js";
import type { LoadedScores } from "./order-index.js";

interface LoadRow {
  /** Player id, raw score and newest counted event (microseconds since 2000): three big-endian 64-bit integers each. */
  scores: Buffer;
  xid: string | null;
}

const BYTES_PER_PLAYER = 24;
/** PostgreSQL counts time from 2000-01-01. */
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);

/**
 * Sums per player, packed into a few large values: a million rows through the text protocol cost the driver about 1.5 s
 * of parsing, the packed form 0.9 s
 * with its making. Unsorted, because PostgreSQL's sort was 1.2 s of 3.6 s, and summed by
 * `sum_micro`, because a million numeric states are slower (2.1 s against 1.1-1.7 s for the same scan).
 */
const LOAD = `
  with scores as (
    select player_id, sum_micro(counted) as raw, max(xid) filter (where era = $4) as xid, max(occurred_at) as reached_at
    from (${COUNTED_ENTRIES}) as entries
    where counted <> 0
    group by player_id
  )
  select string_agg(int8send(player_id) || int8send(raw) || timestamptz_send(reached_at), '') as scores, max(xid)::text as xid
  from scores group by player_id % 16`;

/** Adjustments are few: found by their own table instead of a second look at every entry. */
const ADJUSTED = `
  select e.player_id, sum_micro(e.counted)::text as adjusted
  from adjustments a join players p on p.id = a.player_id
       join (${COUNTED_ENTRIES}) as e on e.source_id = p.source_id and e.kind = 'adjustment' and e.ref = a.id::text
  group by e.player_id`;

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
  const parameters = countedEntriesParameters(rules, position);
  const { rows } = await client.query<LoadRow>(LOAD, parameters);
  const marks = await client.query<{ player_id: string; adjusted: string }>(ADJUSTED, parameters);
  const adjusted = marks.rows.map((row) => [playerId(Number(row.player_id)), BigInt(row.adjusted)] as const);
  const version = rows.reduce(
    (newest, { xid }) => (xid !== null && BigInt(xid) > newest ? BigInt(xid) : newest),
    rulesXid,
  );
  return new Board(rules, { scores: unpack(rows), adjusted }, position.fence, version);
}

function unpack(rows: readonly LoadRow[]): LoadedScores {
  const players = rows.reduce((sum, { scores }) => sum + scores.length / BYTES_PER_PLAYER, 0);
  const playerIds = new Float64Array(players);
  const raw = new BigInt64Array(players);
  const reachedAtMs = new Float64Array(players);
  let player = 0;
  for (const { scores } of rows) {
    for (let at = 0; at < scores.length; at += BYTES_PER_PLAYER) {
      playerIds[player] = scores.readInt32BE(at) * 2 ** 32 + scores.readUInt32BE(at + 4);
      raw[player] = scores.readBigInt64BE(at + 8);
      const micros = scores.readInt32BE(at + 16) * 2 ** 32 + scores.readUInt32BE(at + 20);
      reachedAtMs[player] = Math.floor(micros / 1000) + POSTGRES_EPOCH_MS;
      player++;
    }
  }
  return { playerIds, raw, reachedAtMs };
}
