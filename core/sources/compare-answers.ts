import { roundTotal } from "../ledger/total-rounding.js";
import type { Field } from "./monitor-memory.js";
import type { SourceRow } from "./reading.js";

/** Below it nobody's place is at stake, and small counters round. */
export const LEAST_MOVED = 100_000_000n;
const FALL_PERCENT = 1n;

/** The good answer before this one. */
export interface PreviousAnswer {
  readonly size: number;
  /** The same player's row in it. */
  rowOf(row: SourceRow): SourceRow | undefined;
}

/** Sums over the players that both answers name; micro-USD. */
export interface Movement {
  readonly moved: Record<Field, bigint>;
  /** Of the previous answer. */
  readonly before: Record<Field, bigint>;
  fallen: { players: number; amount: bigint };
  joined: { players: number; amount: bigint };
  /** What `today` of players changed whose total did not, and what it was. */
  idleToday: { moved: bigint; before: bigint };
  /** Named by both, and named again after some answers without them. */
  known: number;
  returned: number;
}

/** Sums what changed between two answers. @param isKnown whether a player was ever named before */
export function compareAnswers(
  previous: PreviousAnswer,
  rows: readonly SourceRow[],
  isKnown: (externalId: string) => boolean,
): Movement {
  const zero = (): Record<Field, bigint> => ({ all_time: 0n, this_month: 0n, this_week: 0n });
  const movement: Movement = {
    moved: zero(),
    before: zero(),
    fallen: { players: 0, amount: 0n },
    joined: { players: 0, amount: 0n },
    idleToday: { moved: 0n, before: 0n },
    known: 0,
    returned: 0,
  };
  for (const row of rows) {
    const before = previous.rowOf(row);
    if (before !== undefined) addKnown(movement, before, row);
    else if (isKnown(row.externalId)) movement.returned += 1;
    else addNewcomer(movement, row);
  }
  return movement;
}

/** Old wager of a player who is new here: all that his month does not explain. */
function addNewcomer(movement: Movement, row: SourceRow): void {
  const old = roundTotal(row.amount) - roundTotal(row.periods?.thisMonth ?? "0");
  if (old < LEAST_MOVED) return;
  movement.joined.players += 1;
  movement.joined.amount += old;
}

function addKnown(movement: Movement, before: SourceRow, now: SourceRow): void {
  movement.known += 1;
  // Nine of ten rows never change; their texts are the same.
  const isIdle = before.amount === now.amount;
  const moved = isIdle ? 0n : roundTotal(now.amount) - roundTotal(before.amount);
  if (!isIdle) {
    movement.moved.all_time += moved;
    if (moved < 0n && -moved * 100n >= FALL_PERCENT * roundTotal(before.amount)) {
      movement.fallen.players += 1;
      movement.fallen.amount -= moved;
    }
  }
  movement.before.all_time += roundTotal(before.amount);
  if (before.periods === undefined || now.periods === undefined) return;
  addCounter(movement, "this_month", before.periods.thisMonth, now.periods.thisMonth);
  addCounter(movement, "this_week", before.periods.thisWeek, now.periods.thisWeek);
  // Fields follow one another; a player is idle when none of those that only grow has moved.
  const isSame = before.periods.thisWeek === now.periods.thisWeek && before.periods.thisMonth === now.periods.thisMonth;
  if (moved !== 0n || !isSame || before.periods.today === undefined || now.periods.today === undefined) return;
  const today = roundTotal(before.periods.today);
  movement.idleToday.before += today;
  movement.idleToday.moved += roundTotal(now.periods.today) - today;
}

function addCounter(movement: Movement, field: Field, before: string | undefined, now: string | undefined): void {
  if (before === undefined || now === undefined) return;
  const was = roundTotal(before);
  movement.before[field] += was;
  if (before !== now) movement.moved[field] += roundTotal(now) - was;
}
