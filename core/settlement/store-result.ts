import type { PoolClient } from "pg";
import { playerId, type RaceId } from "../../wire/ids.js";
import { microUsd, type Cents, type MicroUsd } from "../../wire/money.js";
import { prizesNow } from "../prizes/prize-scheme.js";
import { prizePool } from "../prizes/prize-table.js";
import { canonicalRules, rulesHash } from "../races/race-rules.js";
import type { RaceRecord } from "../races/read-races.js";
import type { CountingRules } from "../boards/counting-rules.js";
import { awardPrizes } from "./award-prizes.js";
import { readExclusions } from "./excluded-players.js";
import { settleLanes, type RankedResult } from "./lanes/settle-lanes.js";
import { ensureRaceSalt } from "./pseudonyms.js";
import { rankPlayers, type Ranking } from "./rank-players.js";
import { readOpenings, resultRules } from "./result-rules.js";
import type { SettlementBlock } from "./settlement-blocks.js";
import { storeRanking } from "./store-ranking.js";
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
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`;

const LEFT_OUT = `
  insert into race_decisions (race_id, player_id, rule, verdict, actor, reason, version)
  select $1, l.player_id, case when l.reason = 'not_linked' then 'require_link' else 'excluded' end, 'left_out',
         'settlement', l.reason, $2
  from unnest($3::bigint[], $4::text[]) as l(player_id, reason)`;

/**
 * Computes and stores the next version of a race's result from the client's snapshot. Call it in a REPEATABLE READ
 * transaction that holds the race's row: all its statements then see the same ledger, and two settlements meet at the
 * row or at the primary key.
 * @param judge looks at the ranked rows, with their prizes, and gives what it overrules; it throws to undo everything
 */
export async function storeResult(
  client: PoolClient,
  race: RaceRecord,
  request: ResultRequest,
  judge: (result: RankedResult) => Promise<readonly SettlementBlock[]>,
): Promise<StoredResult> {
  const position = await readPosition(client, race.id);
  const [id, version] = [Number(position.id), position.version];
  const salt = await ensureRaceSalt(client, race.id);
  const openings = await readOpenings(client, race);
  const rules = await resultRules(client, race, openings);
  const exclusions = await readExclusions(client, race.endsAt, "at the end");
  const seen = { era: position.era, fence: BigInt(position.fence) };
  const ranking = await rankPlayers(client, race, rules, seen, exclusions);
  await storeRanking(client, id, ranking);
  const totalScore = sumOfScores(ranking);
  const prizes = prizesNow(race, totalScore);
  const awarded = await awardPrizes(client, { id, version }, race, { ranking, prizes }, salt);
  const ranked = { id, rules, position: seen, salt };
  const overruled = await judge(ranked);
  await writeHeader(client, race, { ...request, overruled }, position, {
    openings,
    ranking,
    totalScore,
    pool: prizePool(prizes),
    awarded,
  });
  await settleLanes(client, race, ranked);
  await recordLeftOut(client, race.id, version, ranking);
  const players = ranking.ranked;
  const documentHash = players <= PLAYERS_WITH_DOCUMENT ? await writeDocument(client, id) : null;
  return { id, version, players, documentHash };
}

async function readPosition(client: PoolClient, race: RaceId): Promise<Position> {
  const { rows } = await client.query<Position>(POSITION, [race]);
  const position = rows[0];
  if (position === undefined) throw new Error("the database gave no snapshot");
  return position;
}

/** A loop, because `reduce` took twice as long over a million. */
function sumOfScores({ scores, ranked }: Ranking): MicroUsd {
  let sum = 0n;
  for (const score of scores.subarray(0, ranked)) sum += score;
  return microUsd(sum);
}

interface Computed {
  openings: CountingRules["openings"];
  ranking: Ranking;
  totalScore: MicroUsd;
  pool: Cents;
  awarded: Cents;
}

async function writeHeader(
  client: PoolClient,
  race: RaceRecord,
  { actor, reason, overruled }: ResultRequest & { overruled: readonly SettlementBlock[] },
  position: Position,
  { openings, ranking, totalScore, pool, awarded }: Computed,
): Promise<void> {
  const { ranked, scores, entries } = ranking;
  await client.query(INSERT, [
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
    pool.toString(),
    position.seal,
    ranked,
    scores.length - ranked,
    entries.reduce((sum, count) => sum + count, 0),
    totalScore.toString(),
    awarded.toString(),
  ]);
}

/** A decision row for everybody who has a score and was left out. */
async function recordLeftOut(
  client: PoolClient,
  race: RaceId,
  version: number,
  { playerIds, ranked, leftOut }: Ranking,
): Promise<void> {
  const players = Array.from(playerIds.subarray(ranked), (player) => playerId(player));
  if (players.length === 0) return;
  await client.query(LEFT_OUT, [race, version, players, players.map((player) => leftOut.get(player))]);
}
