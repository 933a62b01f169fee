import type { Pool } from "pg";
import { RESULT_SLICE } from "../../db/schema/results.js";
import { playerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import { cents, microUsd, type Cents, type MicroUsd } from "../../wire/money.js";
import type { BoardRow } from "../boards/live-boards.js";

/** A row of a stored result: a board's row with what it really pays. */
export interface ResultBoardRow extends BoardRow {
  prize: Cents;
}

/** The newest version of a race's result, as far as a reader of standings needs it. */
export interface ResultBoard {
  /** Internal number of the version, for the functions of this file. */
  id: number;
  version: number;
  /** Players that were ranked. */
  total: number;
  totalScore: MicroUsd;
  computedAt: Date;
  /** SHA-256 of the document in hex; null for the moments in which a very large one is being written. */
  documentHash: string | null;
}

interface RowShape {
  position: number;
  player_id: string;
  rank: number;
  score: string;
  prize: string;
  adjusted: string;
  reached_at: Date;
  better: string | null;
  tied: number;
}

/** @returns `undefined` before settlement */
export async function readResultBoard(pool: Pool, race: RaceId): Promise<ResultBoard | undefined> {
  const { rows } = await pool.query<{
    id: string;
    version: number;
    players: number;
    total_score: string;
    computed_at: Date;
    hash: string | null;
  }>({
    name: "result-board",
    text: `select r.id::text, r.version, r.players, r.total_score::text, r.computed_at, encode(d.document_hash, 'hex') as hash
           from race_results r left join race_documents d on d.result_id = r.id
           where r.race_id = $1 order by r.version desc limit 1`,
    values: [race],
  });
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    id: Number(row.id),
    version: row.version,
    total: row.players,
    totalScore: microUsd(BigInt(row.total_score)),
    computedAt: row.computed_at,
    documentHash: row.hash,
  };
}

const slice = (position: string) => `(${position} - 1) / ${RESULT_SLICE}`;

/** A tie ends in the first slice that ends beyond it; one that reaches the last place ends with the ranked players. */
const TIED = `
  coalesce((select s.slice * ${RESULT_SLICE} + (select count(*)::int from unnest(s.ranks) r where r between 1 and p.rank)
              from race_result_slices s
             where s.result_id = $1 and s.slice >= ${slice("p.rank")}
               and s.ranks[cardinality(s.ranks)] <> p.rank
             order by s.slice limit 1),
           (select players from race_results where id = $1)) + 1 - p.rank`;

/**
 * Rows at positions [$2, $2 + $3), 1-based. A rank is the position of its first member, so the row before that one is
 * the next better. Where a tie ends is looked up once a rank: only the last one can reach far beyond the page.
 */
const PAGE = {
  name: "result-page",
  text: `
    with page as materialized (
      select * from race_result_rows
      where result_id = $1 and slice between ${slice("$2::int")} and ${slice("($2::int + $3::int - 1)")}
        and position >= $2 and position < $2::int + $3::int and rank is not null
    ), ranks as (
      select p.rank, ${TIED} as tied,
             (select b.scores[(p.rank - 2) % ${RESULT_SLICE} + 1] from race_result_slices b
               where b.result_id = $1 and b.slice = ${slice("(p.rank - 1)")} and p.rank > 1) as better
      from (select distinct rank from page) p
    )
    select p.position, p.player_id::text, p.rank, p.score::text, p.prize::text, p.adjusted::text, p.reached_at,
           ranks.better::text, ranks.tied
    from page p join ranks using (rank) order by p.position`,
};

/** @param offset 0-based position in the order */
export async function resultPage(
  pool: Pool,
  resultId: number,
  offset: number,
  limit: number,
): Promise<ResultBoardRow[]> {
  const { rows } = await pool.query<RowShape>({ ...PAGE, values: [resultId, offset + 1, limit] });
  return rows.map(toBoardRow);
}

/** Buckets are written with the document; until then the rows themselves are searched. */
const POSITION = {
  name: "result-position",
  text: `
    select coalesce(
      (select positions[array_position(player_ids, $2::bigint)] from race_result_places
        where result_id = $1 and bucket = $2::bigint / 1024),
      (select position from race_result_rows where result_id = $1 and player_id = $2
        and not exists (select from race_result_places where result_id = $1))) as position`,
};

async function positionOf(pool: Pool, resultId: number, player: PlayerId): Promise<number | undefined> {
  const { rows } = await pool.query<{ position: number | null }>({ ...POSITION, values: [resultId, player] });
  return rows[0]?.position ?? undefined;
}

/** The player's row, `null` when he has no rank. */
export async function resultPlace(pool: Pool, resultId: number, player: PlayerId): Promise<ResultBoardRow | null> {
  const position = await positionOf(pool, resultId, player);
  return position === undefined ? null : ((await resultPage(pool, resultId, position - 1, 1))[0] ?? null);
}

/** The player's row with up to `span` rows on each side; empty when he has no rank. */
export async function resultAround(
  pool: Pool,
  resultId: number,
  player: PlayerId,
  span: number,
): Promise<ResultBoardRow[]> {
  const position = await positionOf(pool, resultId, player);
  if (position === undefined) return [];
  const from = Math.max(0, position - 1 - span);
  const rows = await resultPage(pool, resultId, from, position - from + span);
  return rows.some((row) => row.playerId === player) ? rows : [];
}

/** The row whose place in the order is the given number, as `LiveBoards.atRank`; `null` past the end. */
export async function resultAtRank(pool: Pool, resultId: number, rank: number): Promise<ResultBoardRow | null> {
  return (await resultPage(pool, resultId, rank - 1, 1))[0] ?? null;
}

function toBoardRow(row: RowShape): ResultBoardRow {
  const score = microUsd(BigInt(row.score));
  return {
    playerId: playerId(Number(row.player_id)),
    rank: row.rank,
    score,
    gap: microUsd(row.better === null ? 0n : BigInt(row.better) - score),
    tied: row.tied,
    reachedAt: row.reached_at,
    prize: cents(BigInt(row.prize)),
    adjusted: microUsd(BigInt(row.adjusted)),
  };
}
