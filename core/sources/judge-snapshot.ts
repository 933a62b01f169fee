import type { HoldReason } from "../../wire/polled-sources.js";
import { microUsd, formatMicroUsd, type MicroUsd } from "../../wire/money.js";

/** Size of a snapshot, and of the newest good one before it. */
export interface SnapshotSize {
  readonly rows: number;
  readonly total: MicroUsd;
}

/** Why a snapshot is kept aside, with the numbers that a person needs to decide. */
export interface SnapshotDoubt {
  readonly reason: HoldReason;
  readonly figures: Readonly<Record<string, string>>;
}

/** Rows only ever came in, and single corrections were below 0.1 % of all totals: these are far off. */
const LEAST_ROWS_PERCENT = 90;
const LEAST_TOTAL_PERCENT = 95n;
/** Ten times in one poll is another unit, cents for dollars say; a young source may grow that fast honestly. */
const MOST_TOTAL_PERCENT = 1_000n;
const YOUNG_SOURCE: MicroUsd = microUsd(10_000_000_000n);

/**
 * Whether a well-formed snapshot is too implausible to be recorded: rows or money missing, or sums of its own that are
 * not true.
 * @param before of the newest good snapshot; `undefined` for a source's first
 */
export function judgeSnapshot(
  size: SnapshotSize,
  before: SnapshotSize | undefined,
  wrongSums: Readonly<Record<string, string>> | undefined,
): SnapshotDoubt | undefined {
  const figures: Record<string, string> = { rows: String(size.rows), total: formatMicroUsd(size.total) };
  if (wrongSums !== undefined && Object.keys(wrongSums).length > 0) {
    return { reason: "checksum", figures: { ...figures, ...wrongSums } };
  }
  if (before === undefined) return undefined;
  figures["rowsBefore"] = String(before.rows);
  figures["totalBefore"] = formatMicroUsd(before.total);
  const reason = shrunk(size, before) ?? (hasJumped(size, before) ? "total_jumped" : undefined);
  return reason === undefined ? undefined : { reason, figures };
}

function shrunk(size: SnapshotSize, before: SnapshotSize): HoldReason | undefined {
  if (size.rows === 0 && before.rows > 0) return "no_rows";
  // Of a handful of rows one may well go.
  if (before.rows - size.rows > 1 && size.rows * 100 < before.rows * LEAST_ROWS_PERCENT) return "few_rows";
  return size.total * 100n < before.total * LEAST_TOTAL_PERCENT ? "total_fell" : undefined;
}

function hasJumped(size: SnapshotSize, before: SnapshotSize): boolean {
  return size.total > YOUNG_SOURCE && before.total > 0n && size.total * 100n > before.total * MOST_TOTAL_PERCENT;
}
