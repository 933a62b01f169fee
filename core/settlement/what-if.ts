import type { PoolClient } from "pg";
import type { CreateRace } from "../../wire/admin-races.js";
import { formatPlayerId, type PlayerId } from "../../wire/ids.js";
import { cents, microUsd, type Cents, type MicroUsd } from "../../wire/money.js";
import { inTransaction } from "../../db/transaction.js";
import type { CountingRules } from "../boards/counting-rules.js";
import type { CoreContext } from "../context.js";
import { prizesFor, prizesNow } from "../prizes/prize-scheme.js";
import { prizePool } from "../prizes/prize-table.js";
import { sharePrizesByRank } from "../prizes/share-tied-prizes.js";
import { checkRace, type CheckedRace } from "../races/check-race.js";
import { excludedFrom, readExclusions } from "./excluded-players.js";
import { playersNow } from "./lanes/lanes-now.js";
import { rankLane } from "./lanes/rank-lane.js";
import { NO_FENCE, rankNow, type PlaceNow } from "./rank-now.js";

export interface Preview {
  players: number;
  totalWagered: MicroUsd;
  /** Prizes of the main table and of all lanes, as the pool has grown. */
  pool: Cents;
  /** What the race would have cost, lanes included. */
  cost: Cents;
  leftover: Cents;
  /** Of the main table. */
  winners: Winner[];
  lanes: { title: string; winners: Winner[] }[];
}

interface Winner {
  player: string;
  rank: number;
  score: MicroUsd;
  prize: Cents;
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
    const rules: CountingRules = {
      interval: { start: race.startsAt, end: race.endsAt },
      sources: race.sources === null ? null : new Set(race.sources),
      weights: race.weights,
      cap: race.cap,
      tieRule: race.tieRule,
      race: null,
      openings: race.newcomers === "zero" ? "all" : NOBODY,
      excluded: excludedFrom(null, exclusions),
    };
    const { players, totalScore, places } = await rankNow(client, rules, race.prizes.length);
    const prizes = prizesNow(race, totalScore);
    const winners = shareAll(places, { ...race, prizes });
    const lanes = await lanesIf(client, race, rules);
    const tables = [prizes, ...race.lanes.map((lane) => lane.prizes)].map(prizePool);
    const paid = [...winners, ...lanes.flatMap((lane) => lane.winners)].map(({ prize }) => prize);
    const [prizesInAll, cost] = [sumOf(tables), sumOf(paid)];
    const leftover = cents(prizesInAll - cost);
    return { players, totalWagered: totalScore, pool: prizesInAll, cost, leftover, winners, lanes };
  });
}

function sumOf(amounts: readonly Cents[]): Cents {
  return cents(amounts.reduce<bigint>((sum, amount) => sum + amount, 0n));
}

/** Who would have won the lanes. */
async function lanesIf(client: PoolClient, race: CheckedRace, rules: CountingRules): Promise<Preview["lanes"]> {
  if (race.lanes.length === 0) return [];
  const { rows } = await client.query<{ era: number }>("select max(id) as era from ledger_eras");
  const seen = { rules, position: { era: rows[0]?.era ?? 1, fence: NO_FENCE } };
  const field = { ...seen, race, players: playersNow(race, seen) };
  const lanes: Preview["lanes"] = [];
  for (const lane of race.lanes) {
    const places = (await rankLane(client, lane, field, 0)).filter(({ rank }) => rank <= lane.prizes.length);
    const whole = { prizes: lane.prizes, floors: null, minWager: microUsd(0n) };
    lanes.push({ title: lane.title, winners: shareAll(places, whole) });
  }
  return lanes;
}

function shareAll(
  places: readonly Pick<PlaceNow, "rank" | "playerId" | "score">[],
  { prizes, floors, minWager }: Pick<CheckedRace, "prizes" | "floors" | "minWager">,
): Winner[] {
  const members = places.map(({ rank, playerId, score }) => ({ rank, member: formatPlayerId(playerId), score }));
  const shares = sharePrizesByRank(({ score }) => prizesFor(prizes, floors, score), members, "preview");
  return places.map(({ playerId, rank, score }) => {
    const player = formatPlayerId(playerId);
    return { player, rank, score, prize: score < minWager ? cents(0n) : (shares.get(player) ?? cents(0n)) };
  });
}
