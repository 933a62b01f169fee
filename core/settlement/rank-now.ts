import type { PoolClient } from "pg";
import { playerId, type PlayerId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";
import { COUNTED_ENTRIES, COUNTED_PARAMETERS, countedEntriesParameters } from "../boards/counted-entries.js";
import type { CountingRules } from "../boards/counting-rules.js";

/** A place as the ledger has it at this moment. */
export interface PlaceNow {
  position: number;
  rank: number;
  playerId: PlayerId;
  score: MicroUsd;
}

export interface RankingNow {
  /** Players with a score. */
  players: number;
  totalScore: MicroUsd;
  /** Those who hold one of the wanted ranks with a score above 0, in order. */
  places: PlaceNow[];
}

/** Above any transaction id there will ever be: everything the reading snapshot shows. */
export const NO_FENCE = 2n ** 63n;

const [CAP, RANKS] = [1, 2].map((at) => `$${COUNTED_PARAMETERS + at}`);

function rankingStatement(tieRule: CountingRules["tieRule"]): string {
  return `
    with sums as (
      select player_id, least(sum_micro(counted), ${CAP}::bigint) as score,
             date_trunc('milliseconds', max(occurred_at)) as reached_at
      from (${COUNTED_ENTRIES}) as e where counted <> 0 group by player_id having sum_micro(counted) <> 0
    ), judged as (
      select *, case when score >= 0 then score / 10000 else -((9999 - score) / 10000) end as cents from sums
    ), ranked as (
      select *, row_number() over (order by cents desc, reached_at, player_id)::int as position,
             rank() over (order by cents desc${tieRule === "first" ? ", reached_at" : ""})::int as rank
      from judged
    ), totals as (select count(*)::int as players, coalesce(sum(score), 0)::text as total from sums)
    select totals.players, totals.total, r.position, r.rank, r.player_id::text, r.score::text
    from totals left join ranked r on r.rank <= ${RANKS} and r.score > 0 order by r.position`;
}

/** Ranks the ledger of this moment by any rules, without writing anything. @param ranks how many ranks are wanted */
export async function rankNow(client: PoolClient, rules: CountingRules, ranks: number): Promise<RankingNow> {
  const { rows: eras } = await client.query<{ era: number }>("select max(id) as era from ledger_eras");
  const position = { era: eras[0]?.era ?? 1, fence: NO_FENCE };
  const { rows } = await client.query<{
    players: number;
    total: string;
    position: number | null;
    rank: number;
    player_id: string;
    score: string;
  }>(rankingStatement(rules.tieRule), [
    ...countedEntriesParameters(rules, position),
    rules.cap?.toString() ?? null,
    ranks,
  ]);
  return {
    players: rows[0]?.players ?? 0,
    totalScore: microUsd(BigInt(rows[0]?.total ?? 0)),
    places: rows.flatMap((row) =>
      row.position === null
        ? []
        : [
            {
              position: row.position,
              rank: row.rank,
              playerId: playerId(Number(row.player_id)),
              score: microUsd(BigInt(row.score)),
            },
          ],
    ),
  };
}
