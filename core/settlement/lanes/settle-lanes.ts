import type { PoolClient } from "pg";
import type { PlayerId } from "../../../wire/ids.js";
import type { LedgerPosition } from "../../boards/counted-entries.js";
import type { CountingRules } from "../../boards/counting-rules.js";
import type { RaceLane } from "../../races/race-lanes.js";
import type { RaceRecord } from "../../races/read-races.js";
import { pseudonymOf } from "../pseudonyms.js";
import { rankLane, type LaneField } from "./rank-lane.js";
import { shareLanePrizes } from "./share-lane-prizes.js";

/** Places of a lane, or its squads, that are kept and published beside those that are paid: a result of a million players stays small. */
export const LISTED_PLACES = 1_000;

/** A result whose rows have ranks and prizes. */
export interface RankedResult {
  id: number;
  rules: CountingRules;
  position: LedgerPosition;
  salt: Buffer;
}

const PLAYERS = `
  select player_id, score, reached_at from race_result_rows
  where result_id = $1 and rank is not null and prize = 0 and score >= $2`;

const INSERT = `
  insert into race_lane_rows (result_id, lane, position, player_id, rank, score, last_month, before, prize, squad_id)
  select $1, $2, p.*
  from unnest($3::int[], $4::bigint[], $5::int[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[]) as p`;

/**
 * Ranks and pays the lanes of a race in the transaction that stores its result, from the same snapshot. Whoever has a
 * prize of the main table takes part in none of them; lanes do not know of one another.
 */
export async function settleLanes(client: PoolClient, race: RaceRecord, result: RankedResult): Promise<void> {
  const { rules, position } = result;
  const players = { text: PLAYERS, values: [result.id, race.minWager.toString()] };
  for (const [at, lane] of race.lanes.entries()) {
    await settleLane(client, { race, rules, position, players }, lane, at + 1, result);
  }
}

async function settleLane(
  client: PoolClient,
  field: LaneField & { race: Pick<RaceRecord, "id"> },
  lane: RaceLane,
  number: number,
  result: RankedResult,
): Promise<void> {
  const ranked = await rankLane(client, lane, field, LISTED_PLACES);
  const nameOf = (player: PlayerId): string => pseudonymOf(result.salt, player);
  const places = shareLanePrizes(ranked, lane.prizes, field.race.id, nameOf);
  await client.query(INSERT, [
    result.id,
    number,
    places.map((place) => place.position),
    places.map((place) => place.playerId),
    places.map((place) => place.rank),
    places.map((place) => place.score.toString()),
    places.map((place) => place.lastMonth?.toString() ?? null),
    places.map((place) => place.before?.toString() ?? null),
    places.map((place) => place.prize.toString()),
    places.map((place) => place.squad),
  ]);
}
