/** A member of a squad and what he adds to its score. */
export interface SquadMember {
  pseudonym: string;
  /** Micro-USD, above 0. */
  score: bigint;
}

/**
 * Divides a squad's prize by what its members add: each gets the whole cents of his part; what is left goes one cent each
 * to the largest remainders, of equal ones to the larger score, then to the smaller pseudonym. So nobody is paid for the
 * wager of others, and the shares add up to the prize.
 * @param prize in cents
 * @returns cents, in the order of the members
 */
export function squadShares(prize: bigint, members: readonly SquadMember[]): bigint[] {
  const total = members.reduce((sum, { score }) => sum + score, 0n);
  if (total === 0n) return members.map(() => 0n);
  const shares = members.map(({ score }) => (prize * score) / total);
  const remainder = ({ score }: SquadMember): bigint => (prize * score) % total;
  const odd = Number(prize - shares.reduce((sum, share) => sum + share, 0n));
  const lucky = new Set(
    [...members]
      .sort((a, b) => compare(remainder(b), remainder(a)) || compare(b.score, a.score) || byName(a, b))
      .slice(0, odd)
      .map(({ pseudonym }) => pseudonym),
  );
  return shares.map((share, at) => (lucky.has(members[at]?.pseudonym ?? "") ? share + 1n : share));
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : Number(a > b);
}

function byName(a: SquadMember, b: SquadMember): number {
  return a.pseudonym < b.pseudonym ? -1 : 1;
}
