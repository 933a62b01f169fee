import { parseDecimal } from "./decimal.js";
import { alone, squadsIn, type LaneMember, type LaneUnit } from "./lane-units.js";
import { isInOrder, prizesOf, ranksOf } from "./recompute.js";
import type {
  ResultDocument,
  ResultLane,
  ResultLanePlayer,
  ResultLaneResult,
  ResultPlayer,
} from "./result-document.js";
import { squadShares } from "./squad-shares.js";

/** Places of a lane that are listed beside those that are paid. */
const LISTED_PLACES = 1_000;

function micro(text: string): bigint {
  return parseDecimal(text, 6) ?? 0n;
}

function cents(text: string): bigint {
  return parseDecimal(text, 2) ?? 0n;
}

export function hasLanes({ rules, lanes }: ResultDocument): boolean {
  return (rules.lanes ?? []).length > 0 || (lanes ?? []).length > 0;
}

export function lanesInWords({ lanes = [] }: ResultDocument): string {
  const prizes = lanes.flatMap(({ players }) => players).filter(({ prize }) => cents(prize) > 0n).length;
  return `${lanes.length} lanes with ${prizes} prizes, each recomputed`;
}

/** The first fault of a document's lanes, `null` when they have none. */
export async function faultOfLanes(document: ResultDocument): Promise<string | null> {
  const { rules, lanes = [] } = document;
  if ((rules.lanes ?? []).length !== lanes.length) return "there is not one result for each lane of the rules";
  for (const [at, lane] of (rules.lanes ?? []).entries()) {
    const result = lanes[at];
    const fault = result === undefined ? null : await faultOfLane(document, lane, result);
    if (fault !== null) return `in the lane "${lane.title}" ${fault}`;
  }
  return null;
}

async function faultOfLane(
  document: ResultDocument,
  lane: ResultLane,
  result: ResultLaneResult,
): Promise<string | null> {
  const ranked = rankedIn(document, lane, result.players);
  if (typeof ranked === "string") return ranked;
  const units = lane.squads === undefined ? ranked.map(alone) : squadsIn(ranked, lane.squads.most);
  if (typeof units === "string") return units;
  const disorder = units.findIndex((unit, at) => {
    const better = units[at - 1];
    return better !== undefined && !isInOrder(better, unit);
  });
  if (disorder !== -1) return `place ${disorder + 1} stands below a worse score`;
  const ranks = ranksOf(units, document.rules.tieRule);
  const wrong = units
    .flatMap(({ members }, at) => members.map(({ place }) => ({ place, rank: ranks[at] })))
    .find(({ place, rank }) => place.rank !== rank)?.place;
  if (wrong !== undefined) return `the player ${wrong.pseudonym} has rank ${wrong.rank}, which is not his`;
  const missing = missingFrom(document, lane, result.players);
  if (missing !== undefined) return `the player ${missing} is missing`;
  return faultOfPrizes(document, lane, result, { units, ranks });
}

/** The lane's players with the scores it gives them, or what is wrong with one of them. */
function rankedIn(
  { players, rules }: ResultDocument,
  lane: ResultLane,
  listed: readonly ResultLanePlayer[],
): LaneMember[] | string {
  const known = new Map(players.map((player) => [player.pseudonym, player]));
  const ranked: LaneMember[] = [];
  for (const place of listed) {
    const player = known.get(place.pseudonym);
    if (player === undefined || !known.delete(place.pseudonym)) {
      return `the player ${place.pseudonym} is not one of the race, or listed twice`;
    }
    const fault = faultOfPlace(player, place, lane, micro(rules.minWager));
    if (fault !== null) return `the player ${place.pseudonym} ${fault}`;
    ranked.push({ pseudonym: place.pseudonym, score: micro(place.score), reachedAt: player.reachedAt, place });
  }
  return ranked;
}

function faultOfPlace(
  player: ResultPlayer,
  place: ResultLanePlayer,
  lane: ResultLane,
  minWager: bigint,
): string | null {
  if (cents(player.prize) > 0n) return "has a prize of the main table";
  if (micro(player.score) < minWager) return "is below the minimum wager";
  if ((place.squad === undefined) !== (lane.squads === undefined))
    return "is in a squad where there are none, or in none";
  if ((place.lastMonth === null) !== (lane.lastMonth === null)) return "has a volume that the lane does not ask for";
  if ((place.before === null) !== (lane.counts === "score")) return "is compared with what the lane does not ask for";
  if (place.before !== null && micro(place.before) <= 0n) return "has nothing to improve on";
  const { from, below } = lane.lastMonth ?? { from: "0", below: null };
  const volume = micro(place.lastMonth ?? "0");
  if (volume < micro(from) || (below !== null && volume >= micro(below))) return "is in another division";
  const score = capped(player, lane) - micro(place.before ?? "0");
  if (score <= 0n || score !== micro(place.score)) return `has the score ${place.score}, which is not his`;
  return null;
}

function capped({ score }: ResultPlayer, { cap }: ResultLane): bigint {
  const own = micro(score);
  return cap !== null && own > micro(cap) ? micro(cap) : own;
}

/** Where nothing but the score decides who takes part, nobody can be left out unnoticed. */
function missingFrom(
  { players, rules }: ResultDocument,
  lane: ResultLane,
  listed: readonly ResultLanePlayer[],
): string | undefined {
  if (lane.lastMonth !== null || lane.counts !== "score" || lane.squads !== undefined || listed.length >= LISTED_PLACES)
    return undefined;
  const present = new Set(listed.map(({ pseudonym }) => pseudonym));
  return players.find(
    (player) =>
      micro(player.score) > 0n &&
      micro(player.score) >= micro(rules.minWager) &&
      cents(player.prize) === 0n &&
      !present.has(player.pseudonym),
  )?.pseudonym;
}

async function faultOfPrizes(
  { rules }: ResultDocument,
  lane: ResultLane,
  result: ResultLaneResult,
  { units, ranks }: { units: readonly LaneUnit[]; ranks: readonly number[] },
): Promise<string | null> {
  const table = lane.prizes.map(cents);
  const prizes = await prizesOf(units, ranks, { race: rules.race, prizes: table, floors: [], minWager: 0n });
  for (const [at, { members }] of units.entries()) {
    const shares = squadShares(prizes[at] ?? 0n, members);
    const wrong = members.find(({ place }, index) => cents(place.prize) !== shares[index])?.place;
    if (wrong !== undefined) return `the player ${wrong.pseudonym} is given ${wrong.prize}, which is not his prize`;
  }
  const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);
  const [pool, awarded] = [sum(table), sum(prizes)];
  const isRight =
    cents(result.pool) === pool && cents(result.awarded) === awarded && cents(result.leftover) === pool - awarded;
  return isRight ? null : "the prizes do not add up to the pool";
}
