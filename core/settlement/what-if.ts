import type { CreateRace } from "../../wire/admin-races.js";
import { formatPlayerId, type PlayerId } from "../../wire/ids.js";
import { cents, type Cents, type MicroUsd } from "../../wire/money.js";
import { inTransaction } from "../../db/transaction.js";
import type { CoreContext } from "../context.js";
import { prizesFor, prizesNow } from "../prizes/prize-scheme.js";
import { prizePool } from "../prizes/prize-table.js";
import { sharePrizesByRank } from "../prizes/share-tied-prizes.js";
import { checkRace, type CheckedRace } from "../races/check-race.js";
import { excludedFrom, readExclusions } from "./excluded-players.js";
import { rankNow, type PlaceNow } from "./rank-now.js";

export interface Preview {
  players: number;
  totalWagered: MicroUsd;
  pool: Cents;
  /** What the race would have cost. */
  cost: Cents;
  leftover: Cents;
  winners: { player: string; rank: number; score: MicroUsd; prize: Cents }[];
}

const NOBODY: ReadonlySet<PlayerId> = new Set();

/**
 * What a race with these rules would have paid over ledger data that is there already: winners and cost before
 * anything is published. Newcomers' opening totals count with the policy `zero` only, and links are not asked for. Odd
 * cents of a tie are given in an order of its own.
 * @throws InvalidInputError with every problem of the rules
 */
export async function whatIf(
  { pool, timeZone }: Pick<CoreContext, "pool" | "timeZone">,
  input: CreateRace,
): Promise<Preview> {
  return inTransaction(pool, "snapshot", async (client) => {
    const race = await checkRace(client, input, timeZone);
    const exclusions = await readExclusions(client, race.endsAt);
    const { players, totalScore, places } = await rankNow(
      client,
      {
        interval: { start: race.startsAt, end: race.endsAt },
        sources: race.sources === null ? null : new Set(race.sources),
        weights: race.weights,
        cap: race.cap,
        tieRule: race.tieRule,
        race: null,
        openings: race.newcomers === "zero" ? "all" : NOBODY,
        excluded: excludedFrom(null, exclusions),
      },
      race.prizes.length,
    );
    const prizes = prizesNow(race, totalScore);
    const winners = shareAll(places, { ...race, prizes });
    const prizesInAll = prizePool(prizes);
    const cost = cents(winners.reduce((sum, { prize }) => sum + prize, 0n));
    return { players, totalWagered: totalScore, pool: prizesInAll, cost, leftover: cents(prizesInAll - cost), winners };
  });
}

function shareAll(
  places: readonly PlaceNow[],
  { prizes, floors, minWager }: Pick<CheckedRace, "prizes" | "floors" | "minWager">,
): Preview["winners"] {
  const members = places.map(({ rank, playerId, score }) => ({ rank, member: formatPlayerId(playerId), score }));
  const shares = sharePrizesByRank(({ score }) => prizesFor(prizes, floors, score), members, "preview");
  return places.map(({ playerId, rank, score }) => {
    const player = formatPlayerId(playerId);
    return { player, rank, score, prize: score < minWager ? cents(0n) : (shares.get(player) ?? cents(0n)) };
  });
}
