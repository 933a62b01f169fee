/** USD as a decimal text: always cents, and as many of the six decimals as are needed. */
export function formatUsd(microUsd: bigint): string {
  if (microUsd < 0n) throw new RangeError("a wager is never negative");
  const decimals = (microUsd % 1_000_000n).toString().padStart(6, "0");
  return `${microUsd / 1_000_000n}.${decimals.slice(0, 2)}${decimals.slice(2).replace(/0+$/, "")}`;
}
