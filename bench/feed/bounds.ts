import { compare, median, type BenchResult } from "../report.js";

/**
 * A measure with an absolute bound: the product stays under it, and the control, measured in the same sitting, breaks
 * it. A control that holds the bound means that the measure measures nothing, so that counts as missed too.
 */
export function bounded(
  parts: Pick<BenchResult, "id" | "name" | "unit" | "runs"> & { limit: number; controlName: string; note?: string },
): BenchResult {
  const { limit, note, ...rest } = parts;
  const control = median(parts.runs.control);
  const result = compare({
    ...rest,
    target: { at: "most", value: limit / control },
    note: `limit ${limit} ${parts.unit}${note === undefined ? "" : `; ${note}`}`,
  });
  return { ...result, isReached: result.isReached && control > limit };
}

/** A measure that is held against its bound alone, where another measure of the same runs has the control. */
export function within(
  parts: Pick<BenchResult, "id" | "name" | "unit"> & { limit: number; values: readonly number[]; note?: string },
): BenchResult {
  const { limit, values, ...rest } = parts;
  const runs = { product: [...values], control: values.map(() => limit) };
  return compare({ ...rest, runs, controlName: "limit", target: { at: "most", value: 1 } });
}

/** A ratio whose control is a third side, which must miss the same target. */
export function provedBy(result: BenchResult, runs: readonly number[], name: string): BenchResult {
  const ratio = median(runs) / result.control.value;
  const fails = result.target.at === "least" ? ratio < result.target.value : ratio > result.target.value;
  const note = `${name}: ${ratio.toFixed(2)} x${fails ? "" : ", which should have missed"}`;
  return { ...result, isReached: result.isReached && fails, note };
}
