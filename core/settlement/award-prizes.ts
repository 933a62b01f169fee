import type { PoolClient } from "pg";
import { playerId, type PlayerId } from "../../wire/ids.js";
import { microUsd, type Cents, type MicroUsd } from "../../wire/money.js";
import { shareTiedPrizes } from "../prizes/share-tied-prizes.js";
import type { RaceRecord } from "../races/read-races.js";
import { pseudonymOf } from "./pseudonyms.js";

interface PaidPlace {
  position: number;
  rank: number;
  playerId: PlayerId;
  score: MicroUsd;
}

export interface Award extends PaidPlace {
  prize: Cents;
}

const PLACES = `
  select position, rank, player_id::text, score::text from race_result_rows
  where result_id = $1 and rank <= $2 and score > 0 order by position`;

const SET_PRIZES = `
  update race_result_rows r set prize = p.prize
  from unnest($2::int[], $3::bigint[]) as p(position, prize) where r.result_id = $1 and r.position = p.position`;

/**
 * Gives the prizes of a result whose rows have ranks: tied places share theirs; a place below the minimum wager keeps
 * its rank and gets nothing, with a decision that says so.
 */
export async function awardPrizes(
  client: PoolClient,
  resultId: number,
  version: number,
  race: RaceRecord,
  raceSalt: Buffer,
): Promise<void> {
  const { rows } = await client.query<{ position: number; rank: number; player_id: string; score: string }>(PLACES, [
    resultId,
    race.prizes.length,
  ]);
  const places = rows.map((row) => ({
    position: row.position,
    rank: row.rank,
    playerId: playerId(Number(row.player_id)),
    score: microUsd(BigInt(row.score)),
  }));
  const shares = sharePrizes(places, race, raceSalt);
  const awards = shares.filter(({ score, prize }) => score >= race.minWager && prize > 0n);
  if (awards.length > 0) {
    await client.query(SET_PRIZES, [
      resultId,
      awards.map(({ position }) => position),
      awards.map(({ prize }) => prize.toString()),
    ]);
  }
  const dust = shares.filter(({ score, prize }) => score < race.minWager && prize > 0n);
  if (dust.length > 0) {
    await client.query(
      `insert into race_decisions (race_id, player_id, rule, verdict, actor, reason, version)
       select $1, p, 'min_wager', 'no_prize', 'settlement', 'below the minimum wager at the end', $3
       from unnest($2::bigint[]) as p`,
      [race.id, dust.map((award) => award.playerId), version],
    );
  }
}

/** What each place is worth, ties shared; members of a tie are ordered by pseudonym, which nobody can choose. */
export function sharePrizes(
  places: readonly PaidPlace[],
  race: Pick<RaceRecord, "id" | "prizes">,
  raceSalt: Buffer,
): Award[] {
  const groups = new Map<number, PaidPlace[]>();
  for (const place of places) {
    const group = groups.get(place.rank);
    if (group === undefined) groups.set(place.rank, [place]);
    else group.push(place);
  }
  return [...groups].flatMap(([rank, members]) => {
    const named = members.map((place) => ({ place, name: pseudonymOf(raceSalt, place.playerId) }));
    const shares = shareTiedPrizes(race.prizes, { rank, members: named.map(({ name }) => name) }, race.id);
    return named.flatMap(({ place, name }) => {
      const prize = shares.get(name);
      return prize === undefined ? [] : [{ ...place, prize }];
    });
  });
}
