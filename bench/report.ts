import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { projectRoot } from "../project-root.js";

const result = z.object({
  /** The target's number, such as `B3`, where it has one. */
  id: z.string(),
  name: z.string(),
  /** Median of the product's runs. */
  value: z.number(),
  unit: z.string(),
  /** Median of the control's runs in the same sitting, and what the control is. */
  control: z.object({ name: z.string(), value: z.number() }),
  ratio: z.number(),
  /** What the ratio must reach (`at least`) or stay under (`at most`). */
  target: z.object({ at: z.enum(["least", "most"]), value: z.number() }),
  isReached: z.boolean(),
  /** All runs, in order: product and control took turns. */
  runs: z.object({ product: z.array(z.number()), control: z.array(z.number()) }),
  note: z.string().optional(),
});
export type BenchResult = z.infer<typeof result>;

const file = z.object({
  machine: z.object({ cores: z.number(), node: z.string() }),
  benchmarks: z.record(z.string(), z.object({ at: z.string(), mode: z.string(), results: z.array(result) })),
});

const path = join(projectRoot, "bench", "results.json");

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

/** Forms the result of runs that took turns. Ratios are only ever formed within one sitting. */
export function compare(
  parts: Pick<BenchResult, "id" | "name" | "unit" | "target" | "runs"> & { controlName: string; note?: string },
): BenchResult {
  const { controlName, note, ...rest } = parts;
  const value = median(rest.runs.product);
  const control = { name: controlName, value: median(rest.runs.control) };
  const ratio = value / control.value;
  const isReached = rest.target.at === "least" ? ratio >= rest.target.value : ratio <= rest.target.value;
  return { ...rest, value, control, ratio, isReached, ...(note === undefined ? {} : { note }) };
}

const shown = (value: number): string => (value >= 100 ? Math.round(value).toLocaleString("en") : value.toPrecision(3));

/** One line for a person. */
export function describe(one: BenchResult): string {
  const line = `${one.id.padEnd(4)} ${one.name}: ${shown(one.value)} ${one.unit}, ${one.ratio.toFixed(2)} x ${one.control.name} (${shown(one.control.value)})`;
  return `${line}; target ${limitOf(one)}: ${one.isReached ? "reached" : "MISSED"}${one.note === undefined ? "" : ` - ${one.note}`}`;
}

/** How a benchmark was run: runs of different length do not share a table. */
export interface RunKind {
  readonly mode: "quick" | "full";
  /** Only some of its measures: the others keep their figures, as each ratio is of one sitting anyway. */
  readonly isPart: boolean;
}

/** Puts a benchmark's results into bench/results.json beside those of the others. */
export function writeResults(benchmark: string, { mode, isPart }: RunKind, results: readonly BenchResult[]): void {
  const known = existsSync(path) ? file.safeParse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
  const benchmarks = known?.success === true ? known.data.benchmarks : {};
  const machine = { cores: availableParallelism(), node: process.version };
  const earlier = benchmarks[benchmark];
  const others = isPart && earlier?.mode === mode ? earlier.results : [];
  benchmarks[benchmark] = { at: new Date().toISOString(), mode, results: withMeasures(others, results) };
  writeFileSync(path, `${JSON.stringify({ machine, benchmarks }, undefined, 2)}\n`);
  writeFileSync(pagePath, withTables(readFileSync(pagePath, "utf8"), benchmarks));
}

/** Earlier results with those of the same id replaced, in their places; new ones come last. */
export function withMeasures(earlier: readonly BenchResult[], measured: readonly BenchResult[]): BenchResult[] {
  const byId = new Map(measured.map((one) => [one.id, one]));
  const known = new Set(earlier.map(({ id }) => id));
  return [...earlier.map((one) => byId.get(one.id) ?? one), ...measured.filter(({ id }) => !known.has(id))];
}

const pagePath = join(projectRoot, "docs", "performance.md");
const TABLES = /(?<=<!-- results -->\n)[^]*(?=<!-- end of results -->)/;

/** The page with every benchmark's figures between its two marks, so that nobody copies them by hand. */
export function withTables(page: string, benchmarks: z.output<typeof file>["benchmarks"]): string {
  const tables = Object.entries(benchmarks).map(([name, { mode, at, results }]) =>
    [
      `### ${name} (${mode} run, ${at.slice(0, 10)})`,
      "",
      "| id | measure | value | compared with | its value | ratio | target | reached |",
      "| --- | --- | --- | --- | --- | --- | --- | --- |",
      ...results.map(tableRow),
    ].join("\n"),
  );
  return page.replace(TABLES, () => `\n${tables.join("\n\n")}\n\n`);
}

/** Some targets are themselves ratios of this sitting, with all their digits. */
function limitOf({ target: { at, value } }: Pick<BenchResult, "target">): string {
  return `${at === "least" ? "≥" : "≤"} ${Number(value.toPrecision(3))}`;
}

function tableRow({ id, name, value, unit, control, ratio, target, isReached, note }: BenchResult): string {
  const cells = [
    id,
    note === undefined ? name : `${name} (${note})`,
    `${shown(value)} ${unit}`,
    control.name,
    shown(control.value),
    ratio.toFixed(2),
    limitOf({ target }),
    isReached ? "yes" : "**no**",
  ];
  return `| ${cells.join(" | ")} |`;
}
