import type { PoolClient } from "pg";
import type { RaceId } from "../../wire/ids.js";
import { prizePool } from "../prizes/prize-table.js";
import { canonicalRules, rulesHash } from "../races/race-rules.js";
import type { RaceRecord } from "../races/read-races.js";
import type { CountingRules } from "../boards/counting-rules.js";
import { awardPrizes } from "./award-prizes.js";
import { readExclusions } from "./excluded-players.js";
import { ensureRaceSalt } from "./pseudonyms.js";
import { rankPlayers } from "./rank-players.js";
import { readOpenings, resultRules } from "./result-rules.js";
import type { SettlementBlock } from "./settlement-blocks.js";
import { writeDocument } from "./write-document.js";

/** Above it the document is written after the COMMIT: a million players take seconds to render, 20,000 about 0.3 s. */
const PLAYERS_WITH_DOCUMENT = 20_000;

export interface ResultRequest {
  actor: string;
  /** Why there is another version; null for the first. */
  reason: string | null;
}

export interface StoredResult {
  id: number;
  version: number;
  players: number;
  /** Hex; null while the document is still to be written. */
  documentHash: string | null;
}

interface Position {
  snapshot: string;
  fence: string;
  era: number;
  at: Date;
  id: string;
  version: number;
  seal: string | null;
}

/** `pg_snapshot_xmax` as the fence lets everything through that the snapshot shows, and nothing else is shown. */
const POSITION = `
  select pg_current_snapshot()::text as snapshot, pg_snapshot_xmax(pg_current_snapshot())::text as fence,
         (select max(id) from ledger_eras) as era, date_trunc('milliseconds', clock_timestamp()) as at,
         nextval(pg_get_serial_sequence('race_results', 'id'))::text as id,
         (select coalesce(max(version), 0) + 1 from race_results where race_id = $1) as version,
         (select max(number)::text from seals) as seal`;

const INSERT = `
  insert into race_results (id, race_id, version, era, snapshot, computed_at, rules_version, rules_hash, rules, openings,
    actor, reason, overruled, pool, seal_number, players, excluded, entries, total_score, awarded)
  overriding system value
  select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, count(rank), count(excluded),
         coalesce(sum(entries), 0), coalesce(sum(score) filter (where rank is not null), 0), coalesce(sum(prize), 0)
  from race_result_rows where result_id = $1
  returning players`;

const LEFT_OUT = `
  insert into race_decisions (race_id, player_id, rule, verdict, actor, reason, version)
  select $2, player_id, case when excluded = 'not_linked' then 'require_link' else 'excluded' end, 'left_out',
         'settlement', excluded, $3
  from race_result_rows where result_id = $1 and excluded is not null`;

/**
 * Computes and stores the next version of a race's result from the client's snapshot. Call it in a REPEATABLE READ
 * transaction that holds the race's row: all its statements then see the same ledger, and two settlements meet at the
 * row or at the primary key.
 * @param judge looks at the ranked rows and gives what it overrules; it throws to undo everything
 */
export async function storeResult(
  client: PoolClient,
  race: RaceRecord,
  request: ResultRequest,
  judge: (resultId: number) => Promise<readonly SettlementBlock[]>,
): Promise<StoredResult> {
  const position = await readPosition(client, race.id);
  const [id, version] = [Number(position.id), position.version];
  const salt = await ensureRaceSalt(client, race.id);
  const openings = await readOpenings(client, race);
  const rules = await resultRules(client, race, openings);
  const exclusions = await readExclusions(client, race.endsAt);
  await rankPlayers(client, id, race, rules, { era: position.era, fence: BigInt(position.fence) }, exclusions);
  await awardPrizes(client, id, version, race, salt);
  const overruled = await judge(id);
  const players = await writeHeader(client, race, { ...request, overruled }, position, openings);
  await client.query(LEFT_OUT, [id, race.id, version]);
  const documentHash = players <= PLAYERS_WITH_DOCUMENT ? await writeDocument(client, id) : null;
  return { id, version, players, documentHash };
}

async function readPosition(client: PoolClient, race: RaceId): Promise<Position> {
  const { rows } = await client.query<Position>(POSITION, [race]);
  const position = rows[0];
  if (position === undefined) throw new Error("the database gave no snapshot");
  return position;
}

async function writeHeader(
  client: PoolClient,
  race: RaceRecord,
  { actor, reason, overruled }: ResultRequest & { overruled: readonly SettlementBlock[] },
  position: Position,
  openings: CountingRules["openings"],
): Promise<number> {
  const { rows } = await client.query<{ players: number }>(INSERT, [
    position.id,
    race.id,
    position.version,
    position.era,
    position.snapshot,
    position.at,
    race.rulesVersion,
    race.rulesHash ?? rulesHash(race),
    canonicalRules(race),
    openings === "all" ? null : [...openings],
    actor,
    reason,
    JSON.stringify(overruled),
    prizePool(race.prizes).toString(),
    position.seal,
  ]);
  return rows[0]?.players ?? 0;
}
