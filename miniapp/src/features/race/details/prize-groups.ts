import { isZero } from "../../../lib/money-format.js";

/** Neighbouring places that pay the same. */
export interface PrizeGroup {
  from: number;
  to: number;
  prize: string;
}

/** @param prizes of rank 1, 2, 3 …; places without a prize are left out */
export function prizeGroups(prizes: readonly string[]): PrizeGroup[] {
  const groups: PrizeGroup[] = [];
  for (const [at, prize] of prizes.entries()) {
    if (isZero(prize)) continue;
    const last = groups.at(-1);
    if (last !== undefined && last.prize === prize && last.to === at) last.to = at + 1;
    else groups.push({ from: at + 1, to: at + 1, prize });
  }
  return groups;
}
