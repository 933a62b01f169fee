import type { PoolClient } from "pg";
import { playerId, type PlayerId } from "../../wire/ids.js";
import { cents, microUsd, type Cents, type MicroUsd } from "../../wire/money.js";
import { prizesFor } from "../prizes/prize-scheme.js";
import { shareTiedPrizes } from "../prizes/share-tied-prizes.js";
import type { RaceRecord } from "../races/read-races.js";
import { pseudonymOf } from "./pseudonyms.js";
import type { Ranking } from "./rank-players.js";

interface PaidPlace {
  position: number;
  rank: number;
  playerId: PlayerId;
  score: MicroUsd;
}

export interface Award extends PaidPlace {
  prize: Cents;
}

const INSERT = `
  insert into race_result_prizes (result_id, position, prize)
  select $1, position, prize from unnest($2::int[], $3::bigint[]) as p(position, prize)`;

/**
 * Gives the prizes of a ranking: tied places share theirs; a place below the minimum wager keeps its rank and gets
 * nothing, with a decision that says so.
 * @param prizes the table as the pool has grown to
 * @returns what is given in all
 */
export async function awardPrizes(
  client: PoolClient,
  result: { id: number; version: number },
  race: RaceRecord,
  { ranking, prizes }: { ranking: Ranking; prizes: readonly Cents[] },
  raceSalt: Buffer,
): Promise<Cents> {
  const shares = sharePrizes(placesInReach(ranking, race.prizes.length), { ...race, prizes }, raceSalt);
  const awards = shares.filter(({ score, prize }) => score >= race.minWager && prize > 0n);
  await client.query(INSERT, [
    result.id,
    awards.map(({ position }) => position),
    awards.map(({ prize }) => prize.toString()),
  ]);
  const dust = shares.filter(({ score, prize }) => score < race.minWager && prize > 0n);
  if (dust.length > 0) {
    await client.query(
      `insert into race_decisions (race_id, player_id, rule, verdict, actor, reason, version)
       select $1, p, 'min_wager', 'no_prize', 'settlement', 'below the minimum wager at the end', $3
       from unnest($2::bigint[]) as p`,
      [race.id, dust.map((award) => award.playerId), result.version],
    );
  }
  return cents(awards.reduce((sum, { prize }) => sum + prize, 0n));
}

/** Places whose rank has a prize and whose score is above 0. */
function placesInReach({ playerIds, ranks, scores, ranked }: Ranking, paidRanks: number): PaidPlace[] {
  const places: PaidPlace[] = [];
  for (let at = 0; at < ranked; at++) {
    const [rank, score] = [ranks[at] ?? 0, microUsd(scores[at] ?? 0n)];
    if (rank > paidRanks || score <= 0n) break;
    places.push({ position: at + 1, rank, playerId: playerId(playerIds[at] ?? 0), score });
  }
  return places;
}

/** What each place is worth, ties shared; members of a tie are ordered by pseudonym, which nobody can choose. */
function sharePrizes(
  places: readonly PaidPlace[],
  race: Pick<RaceRecord, "id" | "prizes" | "floors">,
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
    const prizes = prizesFor(race.prizes, race.floors, members[0]?.score ?? microUsd(0n));
    const shares = shareTiedPrizes(prizes, { rank, members: named.map(({ name }) => name) }, race.id);
    return named.flatMap(({ place, name }) => {
      const prize = shares.get(name);
      return prize === undefined ? [] : [{ ...place, prize }];
    });
  });
}
