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
 * that nobody can choose and anybody can check (domain.md rule 20).
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

/** {@link shareTiedPrizes} of every rank that is given, whole ties only. @returns what each member gets */
export function sharePrizesByRank(
  table: readonly Cents[],
  places: readonly { rank: number; member: string }[],
  seed: string,
): Map<string, Cents> {
  const ranks = new Map<number, string[]>();
  for (const { rank, member } of places) {
    const members = ranks.get(rank);
    if (members === undefined) ranks.set(rank, [member]);
    else members.push(member);
  }
  return new Map([...ranks].flatMap(([rank, members]) => [...shareTiedPrizes(table, { rank, members }, seed)]));
}
