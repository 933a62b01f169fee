import type { PoolClient } from "pg";
import {
  COUNTED_ENTRIES,
  COUNTED_PARAMETERS,
  countedEntriesParameters,
  type LedgerPosition,
} from "../boards/counted-entries.js";
import type { CountingRules } from "../boards/counting-rules.js";
import type { TieRule } from "../../wire/race.js";
import type { RaceRecord } from "../races/read-races.js";
import type { Exclusions } from "./excluded-players.js";

const [RESULT, CAP, REQUIRE_LINK, ENDS_AT, EXCLUDED, KINDS] = [1, 2, 3, 4, 5, 6].map(
  (at) => `$${COUNTED_PARAMETERS + at}`,
);

/** Who had no proven link when the race ended; a link made later does not mend that. */
const UNLINKED = `not exists (
  select from links k where k.player_id = sums.player_id and k.state in ('approved', 'ended')
    and coalesce(k.decided_at, k.created_at) <= ${ENDS_AT}::timestamptz and (k.ended_at is null or k.ended_at > ${ENDS_AT}))`;

/**
 * Sums, exclusions, order and ranks in one statement. Whole cents round towards minus infinity and times are cut to
 * milliseconds, as boards in memory do. Excluded players come after all others and have no rank, so gaps close.
 */
function rankStatement(tieRule: TieRule): string {
  // Both windows share one sort, because the order of ranks is the beginning of the order of places.
  const tied =
    tieRule === "first" ? "excluded is not null, cents desc, reached_at" : "excluded is not null, cents desc";
  return `
  insert into race_result_rows (result_id, position, player_id, rank, score, prize, entries, adjusted, reached_at, excluded)
  with sums as (
    select player_id, least(sum_micro(counted), ${CAP}::bigint) as score, count(*)::int as entries,
           coalesce(sum_micro(counted) filter (where kind = 'adjustment'), 0) as adjusted,
           date_trunc('milliseconds', max(occurred_at)) as reached_at
    from (${COUNTED_ENTRIES}) as counted_entries
    where counted <> 0 group by player_id having sum_micro(counted) <> 0
  ), judged as (
    select sums.*, case when score >= 0 then score / 10000 else -((9999 - score) / 10000) end as cents,
           coalesce(x.kind, case when ${REQUIRE_LINK}::boolean and ${UNLINKED} then 'not_linked' end) as excluded
    from sums left join unnest(${EXCLUDED}::bigint[], ${KINDS}::text[]) as x(player_id, kind) using (player_id)
  ), ordered as (
    select *, row_number() over (order by excluded is not null, cents desc, reached_at, player_id) as position,
           rank() over (order by ${tied}) as rank
    from judged
  )
  select ${RESULT}::bigint, position, player_id, case when excluded is null then rank end, score, 0, entries, adjusted,
         reached_at, excluded
  from ordered order by position`;
}

/** Writes the rows of a result from what the client's snapshot shows, without prizes. */
export async function rankPlayers(
  client: PoolClient,
  resultId: number,
  race: RaceRecord,
  rules: CountingRules,
  position: LedgerPosition,
  exclusions: Exclusions,
): Promise<void> {
  const holds = exclusions.players.filter(({ raceId }) => raceId === null || raceId === race.id);
  const excluded = new Map(holds.map(({ playerId, kind }) => [playerId, kind]));
  await client.query(rankStatement(race.tieRule), [
    ...countedEntriesParameters(rules, position),
    resultId,
    race.cap?.toString() ?? null,
    race.requireLink,
    race.endsAt,
    [...excluded.keys()],
    [...excluded.values()],
  ]);
}
