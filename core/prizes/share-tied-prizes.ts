import { createHash } from "node:crypto";
import { cents, type Cents } from "../../wire/money.js";

/** Players that share a rank. */
export interface TiedGroup {
  /** Competition rank of the group, from 1. */
  rank: number;
  /** Public ids of its members. */
  members: readonly string[];
}

/**
 * Pool-and-split (the dead-heat custom): the places a group covers add up their prizes and its members share them
 * equally. Cents that do not divide go one each to the members with the smallest SHA-256 of `seed:member`, an order
 * that nobody can choose and anybody can check.
 * @param table prize of rank 1, 2, 3 … in cents
 * @param seed the race's id
 * @returns what each member gets; the shares add up to the covered prizes exactly
 */
export function shareTiedPrizes(table: readonly Cents[], group: TiedGroup, seed: string): Map<string, Cents> {
  const covered = table.slice(group.rank - 1, group.rank - 1 + group.members.length);
  const pool = covered.reduce((sum, prize) => sum + prize, 0n);
  const count = BigInt(group.members.length);
  const share = count === 0n ? 0n : pool / count;
  const odd = Number(pool - share * count);
  const order = odd === 0 ? group.members : [...group.members].sort(byHash(seed));
  return new Map(order.map((member, at) => [member, cents(at < odd ? share + 1n : share)]));
}

function byHash(seed: string): (a: string, b: string) => number {
  const hash = (member: string) => createHash("sha256").update(`${seed}:${member}`).digest("hex");
  return (a, b) => (hash(a) < hash(b) ? -1 : 1);
}

/**
 * {@link shareTiedPrizes} of every rank that is given, whole ties only.
 * @param tableOf prizes by rank for the members of a tie, of which it is given the first
 * @returns what each member gets
 */
export function sharePrizesByRank<Place extends { rank: number; member: string }>(
  tableOf: (place: Place) => readonly Cents[],
  places: readonly Place[],
  seed: string,
): Map<string, Cents> {
  const ties = new Map<number, { first: Place; members: string[] }>();
  for (const place of places) {
    const tie = ties.get(place.rank) ?? { first: place, members: [] };
    tie.members.push(place.member);
    ties.set(place.rank, tie);
  }
  return new Map(
    [...ties].flatMap(([rank, { first, members }]) => [...shareTiedPrizes(tableOf(first), { rank, members }, seed)]),
  );
}
