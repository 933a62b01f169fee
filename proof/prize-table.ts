/** How a prize pool grows with the wager of a race. */
export interface PoolGrowth {
  /** Share of all counted wager that goes into the pool, in millionths. */
  share: bigint;
  /** Most that the pool can reach, in cents. */
  limit: bigint;
}

/**
 * The prize table at a total wager. What the pool grows by is added to the prizes in proportion: each gets the floor
 * of its part, then one cent each goes to the largest remainders, the better rank first. So the table adds up to the
 * pool, and no rank gets more than a better one.
 * @param prizes cents of rank 1, 2, 3 …, falling, the first above 0
 * @param total counted micro-USD of everybody who is ranked
 */
export function grownPrizes(prizes: readonly bigint[], growth: PoolGrowth | null, total: bigint): readonly bigint[] {
  const base = prizes.reduce((sum, prize) => sum + prize, 0n);
  if (growth === null || base === 0n) return prizes;
  const wanted = total > 0n ? (total * growth.share) / 10_000_000_000n : 0n;
  const room = growth.limit - base;
  const extra = wanted < room ? wanted : room;
  if (extra <= 0n) return prizes;
  const parts = prizes.map((prize, at) => ({ at, floor: (extra * prize) / base, rest: (extra * prize) % base }));
  const left = Number(extra - parts.reduce((sum, { floor }) => sum + floor, 0n));
  const lucky = new Set(
    [...parts]
      .sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1))
      .slice(0, left)
      .map(({ at }) => at),
  );
  return prizes.map((prize, at) => prize + (parts[at]?.floor ?? 0n) + (lucky.has(at) ? 1n : 0n));
}

/**
 * What each rank pays to somebody with a score: its prize from its floor on, and with less than that the prize of the
 * next rank whose floor the score reaches. So nobody gets more than somebody with a better rank.
 * @param floors cents a rank asks for, falling; ranks without one ask for nothing
 * @param score whole cents
 */
export function prizesAtScore(prizes: readonly bigint[], floors: readonly bigint[], score: bigint): readonly bigint[] {
  if (floors.every((floor) => floor <= score)) return prizes;
  const paid: bigint[] = [];
  for (let at = prizes.length - 1; at >= 0; at--) {
    paid[at] = (floors[at] ?? 0n) <= score ? (prizes[at] ?? 0n) : (paid[at + 1] ?? 0n);
  }
  return paid;
}
