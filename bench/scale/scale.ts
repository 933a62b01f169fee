import { openField } from "../boards/field.js";
import type { Benchmark, BenchOptions } from "../benchmark.js";
import { PLAYERS } from "../ingest/stage.js";
import type { BenchResult } from "../report.js";
import { measureParts } from "./ledger-parts.js";
import { measureProcesses } from "./api-processes.js";
import type { FeedSitting } from "../feed/sitting.js";

const QUICK = { rounds: 3, seconds: 4 };
const FULL = { rounds: 5, seconds: 30 };

const MEASURES: readonly (readonly [string, (sitting: FeedSitting) => Promise<BenchResult[]>])[] = [
  ["S1", measureProcesses],
  ["S2", measureParts],
];

/** What docs/scale.md says about more than one process and more than one table. */
export const scale: Benchmark = {
  name: "scale",
  summary: "several API processes on one database, and a ledger in monthly parts (S1, S2)",
  async run({ isFull, only, tell }: BenchOptions) {
    await using field = await openField(PLAYERS);
    const sitting: FeedSitting = { ...(isFull ? FULL : QUICK), field, tell };
    const results: BenchResult[] = [];
    for (const [id, measure] of MEASURES) {
      if (only.size === 0 || only.has(id)) results.push(...(await measure(sitting)));
    }
    return results;
  },
};
