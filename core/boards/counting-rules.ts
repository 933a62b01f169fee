import type { PlayerId, RaceId, SourceId } from "../../wire/ids.js";
import type { MicroUsd } from "../../wire/money.js";
import type { TieRule } from "../../wire/race.js";
import type { Interval } from "../time/periods.js";

const WEIGHT_SCALE = 1_000_000n;

/** Which ledger entries a board counts, and how much of each. */
export interface CountingRules {
  interval: Interval;
  /** Null counts all sources. */
  sources: ReadonlySet<SourceId> | null;
  /** Share in millionths per game category; a category that is not named counts whole. */
  weights: ReadonlyMap<string, number>;
  /** Most one player can score. */
  cap: MicroUsd | null;
  /** `first` breaks ties by who reached the score earlier; `split` leaves them tied. */
  tieRule: TieRule;
  /** The race whose own adjustments count; null for calendar periods. */
  race: RaceId | null;
  /** Players whose opening total counts although the window is bounded (a race's newcomer policy). */
  openings: "all" | ReadonlySet<PlayerId>;
  /** Players that leave before ranks are computed: nothing of theirs counts. */
  excluded: ReadonlySet<PlayerId>;
}

/** The parts of a ledger entry that decide whether and how much it counts. */
export interface CountableEntry {
  sourceId: SourceId;
  playerId: PlayerId;
  kind: "wager" | "snapshot" | "adjustment";
  amount: bigint;
  delta: bigint;
  occurredAt: Date | null;
  coversFrom: Date | null;
  category: string | null;
  /** The only race in which an adjustment counts; null counts everywhere. */
  raceId: string | null;
}

/**
 * Whether an entry lies in the window. Events count where start <= time < end. A snapshot's difference covers
 * (previous, as of] and counts where start < as of <= end; a player's opening total counts for all time only, unless
 * the rules name him. The SQL of counted-entries.ts says the same.
 */
function isInWindow(entry: CountableEntry, { interval, openings }: CountingRules): boolean {
  const { start, end } = interval;
  if (entry.occurredAt === null) return false;
  const at = entry.occurredAt.getTime();
  if (entry.kind !== "snapshot")
    return (start === null || at >= start.getTime()) && (end === null || at < end.getTime());
  const isOpening = entry.coversFrom === null && (start !== null || end !== null);
  if (isOpening && openings !== "all" && !openings.has(entry.playerId)) return false;
  return (start === null || at > start.getTime()) && (end === null || at <= end.getTime());
}

/** Half-even share of an amount: a half goes to the even neighbour, so that rounding has no direction. */
export function weighted(amount: bigint, weight: number): bigint {
  const product = amount * BigInt(weight);
  const quotient = product / WEIGHT_SCALE;
  const rest = product % WEIGHT_SCALE;
  const twice = (rest < 0n ? -rest : rest) * 2n;
  if (twice < WEIGHT_SCALE || (twice === WEIGHT_SCALE && quotient % 2n === 0n)) return quotient;
  return quotient + (product < 0n ? -1n : 1n);
}

/**
 * Micro-USD by which an entry moves a score; 0 when it does not count. A weight is applied to the wager's worth before
 * and after the entry, not to the difference: so the counted entries of one wager add up to the weighted final worth
 * whatever the order in which its revisions arrived.
 */
export function countedDelta(entry: CountableEntry, rules: CountingRules): bigint {
  if (rules.sources !== null && !rules.sources.has(entry.sourceId)) return 0n;
  if (entry.raceId !== null && entry.raceId !== rules.race) return 0n;
  if (rules.excluded.has(entry.playerId) || !isInWindow(entry, rules)) return 0n;
  const weight = entry.category === null ? undefined : rules.weights.get(entry.category);
  if (weight === undefined) return entry.delta;
  return weighted(entry.amount, weight) - weighted(entry.amount - entry.delta, weight);
}
