import { grownPrizes, prizesAtScore } from "../../proof/prize-table.js";
import { cents, wholeCents, type Cents, type MicroUsd } from "../../wire/money.js";

/** What a race pays: a table, how it grows, and from which scores on its ranks pay in full. */
export interface PrizeScheme {
  /** Prize of rank 1, 2, 3 … before the pool grows. */
  prizes: readonly Cents[];
  /** Null for a fixed pool. */
  growth: {
    /** Millionths of all counted wager. */ share: number;
    /** Most the pool can reach. */ limit: Cents;
  } | null;
  /** Score each rank asks for, falling; null when none does. */
  floors: readonly Cents[] | null;
}

/**
 * The table at a total wager: the frozen one of a fixed pool, the grown one otherwise.
 * @param total counted micro-USD of everybody who is ranked
 */
export function prizesNow({ prizes, growth }: Omit<PrizeScheme, "floors">, total: MicroUsd): readonly Cents[] {
  if (growth === null) return prizes;
  return grownPrizes(prizes, { share: BigInt(growth.share), limit: growth.limit }, total).map(cents);
}

/** What the ranks of a table pay to somebody with a score. */
export function prizesFor(table: readonly Cents[], floors: PrizeScheme["floors"], score: MicroUsd): readonly Cents[] {
  return floors === null ? table : prizesAtScore(table, floors, wholeCents(score)).map(cents);
}
