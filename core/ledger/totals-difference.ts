import type { PlayerId } from "../../wire/ids.js";
import { microUsd, type MicroUsd } from "../../wire/money.js";

/** The newest total that is recorded of a player. */
export interface RecordedTotal {
  readonly recorded: MicroUsd;
  /**
   * ISO text with microseconds: up to when it certainly holds everything. Of a poll that is when it was asked for, as
   * its answer may be as old as that.
   */
  readonly coveredUntil: string;
  /** Whether it is older than the snapshot at hand. */
  readonly isOlder: boolean;
}

export interface TotalDifference {
  readonly playerId: PlayerId;
  readonly amount: MicroUsd;
  readonly delta: MicroUsd;
  /** Start of what the difference covers; `null` for a player's first total, of which nobody knows when it was made. */
  readonly coversFrom: string | null;
}

export type TotalVerdict =
  /** The player's total is as new as this or newer: nothing happens. */
  | { readonly kind: "late" }
  /** Recorded as the newest; without a difference that shows in micro-USD there is no entry. */
  | { readonly kind: "newest"; readonly difference: TotalDifference | undefined };

/**
 * What a player's total in a snapshot adds to the ledger. A smaller total is a correction and gives a negative
 * difference: clamping it would reward wagers that were taken back.
 */
export function judgeTotal(playerId: PlayerId, total: MicroUsd, before: RecordedTotal | undefined): TotalVerdict {
  if (before !== undefined && !before.isOlder) return { kind: "late" };
  const delta = microUsd(total - (before?.recorded ?? 0n));
  if (delta === 0n) return { kind: "newest", difference: undefined };
  return { kind: "newest", difference: { playerId, amount: total, delta, coversFrom: before?.coveredUntil ?? null } };
}

/** Whether the total is more than a hundredth below the one before. */
export function hasFallen({ amount, delta }: TotalDifference): boolean {
  return delta * -100n > amount - delta;
}
