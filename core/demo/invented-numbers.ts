/** Chooses an index by its share, from a number in [0, 1): by halving, because a million players have as many bounds. */
export function weightedPicker(shares: readonly number[]): (at: number) => number {
  let sum = 0;
  const bounds = Float64Array.from(shares, (share) => (sum += share));
  return (at) => {
    const wanted = at * sum;
    let low = 0;
    let high = bounds.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (wanted < (bounds[middle] ?? 0)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

/** Small seeded generator (mulberry32): good enough for invented bets, and the same on every machine. */
export function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
