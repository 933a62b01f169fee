import type { Capabilities } from "../core/sources/adapter-capabilities.js";
import { SourceError, type ReadingRange } from "../core/sources/reading.js";
import { isDayStart, zonedAt } from "../core/sources/whole-days.js";

/** Days as `YYYY-MM-DD`, of the source's zone. */
export interface DayRange {
  readonly first: string;
  /** Included. */
  readonly last: string;
  /** Excluded. */
  readonly afterLast: string;
}

/**
 * The days that a source is asked for: those of a window, or all since it began to count. A window that does not begin
 * and end at midnight of the source's zone cannot be asked for, and a part of a day would be taken for the whole.
 * @throws SourceError `bad-request`
 */
export function dayRange(
  range: ReadingRange | undefined,
  countedFrom: Date | null,
  { zone }: Pick<Capabilities, "zone">,
  now: Date,
): DayRange {
  if (range === undefined) {
    if (countedFrom === null) throw new SourceError("bad-request", "it is not said from when on it counts");
    return days(zonedAt(countedFrom, zone), zonedAt(now, zone).add({ days: 1 }));
  }
  const [start, end] = [zonedAt(range.start, zone), zonedAt(range.end, zone)];
  if (!isDayStart(start) || !isDayStart(end)) {
    throw new SourceError("bad-request", `this source knows whole days of ${zone} only`);
  }
  return days(start, end);
}

type Zoned = ReturnType<typeof zonedAt>;

function days(first: Zoned, afterLast: Zoned): DayRange {
  return {
    first: first.toPlainDate().toString(),
    last: afterLast.toPlainDate().subtract({ days: 1 }).toString(),
    afterLast: afterLast.toPlainDate().toString(),
  };
}
