import type { PoolClient } from "pg";
import { COUNTED_ENTRIES, COUNTED_PARAMETERS, countedEntriesParameters } from "../../boards/counted-entries.js";
import type { RaceRecord } from "../../races/read-races.js";
import { excludedFrom, readExclusions } from "../excluded-players.js";
import { NO_FENCE } from "../rank-now.js";
import { readOpenings, resultRules } from "../result-rules.js";
import { rankLane, type LaneField, type LanePlace, type Query } from "./rank-lane.js";

const [CAP, PAID, LEAST] = [1, 2, 3].map((at) => `$${COUNTED_PARAMETERS + at}`);

/** What decides who is in no lane, because he has a prize of the main table or too little wager. */
type MainTable = LaneField["race"] & Pick<RaceRecord, "prizes" | "cap" | "minWager">;

/** As the settlement will see them: everybody with the minimum wager whose place in the main table pays nothing. */
export function playersNow(race: MainTable, { rules, position }: Pick<LaneField, "rules" | "position">): Query {
  const reached = race.tieRule === "first" ? ", reached_at" : "";
  return {
    text: `
      select player_id, score, reached_at from (
        select *, rank() over (order by floor(score / 10000.0) desc${reached}) as rank from (
          select player_id, least(sum_micro(counted), ${CAP}::bigint) as score,
                 date_trunc('milliseconds', max(occurred_at)) as reached_at
          from (${COUNTED_ENTRIES}) as e where counted <> 0 group by player_id having sum_micro(counted) > 0
        ) as sums
      ) as ranked where rank > ${PAID}::int and score >= ${LEAST}::bigint`,
    values: [
      ...countedEntriesParameters(rules, position),
      race.cap?.toString() ?? null,
      race.prizes.filter((prize) => prize > 0n).length,
      race.minWager.toString(),
    ],
  };
}

/** Ranks the lanes of a race that runs, by the ledger of this moment. @param most places that are given of each */
export async function lanesNow(client: PoolClient, race: RaceRecord, most: number): Promise<LanePlace[][]> {
  const { rows } = await client.query<{ era: number }>("select max(id) as era from ledger_eras");
  const position = { era: rows[0]?.era ?? 1, fence: NO_FENCE };
  const excluded = excludedFrom(race.id, await readExclusions(client, race.endsAt));
  const rules = { ...(await resultRules(client, race, await readOpenings(client, race))), excluded };
  const players = playersNow(race, { rules, position });
  const lanes: LanePlace[][] = [];
  for (const lane of race.lanes) lanes.push(await rankLane(client, lane, { race, rules, position, players }, most));
  return lanes;
}
