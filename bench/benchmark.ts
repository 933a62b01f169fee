import type { BenchResult } from "./report.js";

export interface BenchOptions {
  /** A few seconds a run; `--full` takes the lengths and counts that the targets are set for. */
  readonly isFull: boolean;
  /** Which of the benchmark's measures, by id; empty means all. */
  readonly only: ReadonlySet<string>;
  /** A line of progress. */
  readonly tell: (line: string) => void;
}

/** One named benchmark: `npm run bench -- NAME`. */
export interface Benchmark {
  readonly name: string;
  readonly summary: string;
  run(options: BenchOptions): Promise<readonly BenchResult[]>;
}
