import type { PoolClient } from "pg";
import { playerId } from "../../wire/ids.js";
import { Board, type LoadedScore } from "./board.js";
import {
  COUNTED_ENTRIES,
  COUNTED_PARAMETERS,
  countedEntriesParameters,
  type LedgerPosition,
} from "./counted-entries.js";
import type { CountingRules } from "./counting-rules.js";

interface LoadRow {
  /** Player id, raw score and newest counted event (microseconds since 2000): three big-endian 64-bit integers each. */
  scores: Buffer;
  xid: string | null;
}

const BYTES_PER_PLAYER = 24;
/** PostgreSQL counts time from 2000-01-01. */
const POSTGRES_EPOCH_MS = Date.UTC(2000, 0, 1);

/**
 * Sums per player, already in board order and packed into a few large values: a million rows through the text protocol
 * cost the driver about 1.5 s of parsing, the packed form 0.1 s.
 */
const LOAD = `
  with scores as (
    select player_id, sum(counted)::bigint as raw, max(xid) filter (where era = $4) as xid,
           max(occurred_at) as reached_at
    from (${COUNTED_ENTRIES}) as entries
    where counted <> 0
    group by player_id
  ), ordered as (
    select *, (row_number() over (order by least(raw, $${COUNTED_PARAMETERS + 1}::bigint) / 10000 desc, reached_at, player_id) - 1) / 50000 as chunk
    from scores
  )
  select string_agg(int8send(player_id) || int8send(raw) || timestamptz_send(reached_at), '') as scores, max(xid)::text as xid
  from ordered group by chunk order by chunk`;

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
  const parameters = [...countedEntriesParameters(rules, position), rules.cap?.toString() ?? null];
  const { rows } = await client.query<LoadRow>(LOAD, parameters);
  const version = rows.reduce(
    (newest, { xid }) => (xid !== null && BigInt(xid) > newest ? BigInt(xid) : newest),
    rulesXid,
  );
  return new Board(rules, unpack(rows), position.fence, version);
}

function* unpack(rows: readonly LoadRow[]): Iterable<LoadedScore> {
  for (const { scores } of rows) {
    for (let at = 0; at < scores.length; at += BYTES_PER_PLAYER) {
      yield {
        playerId: playerId(Number(scores.readBigInt64BE(at))),
        raw: scores.readBigInt64BE(at + 8),
        reachedAtMs: Math.floor(Number(scores.readBigInt64BE(at + 16)) / 1000) + POSTGRES_EPOCH_MS,
      };
    }
  }
}
