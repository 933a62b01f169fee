import { openField } from "../boards/field.js";
import type { Benchmark, BenchOptions } from "../benchmark.js";
import { PLAYERS } from "../ingest/stage.js";
import type { BenchResult } from "../report.js";
import { measureBeside } from "./beside.js";
import { measureFanOut } from "./fan-out.js";
import { measureMemory } from "./memory.js";
import { measurePace } from "./pace.js";
import { measureReads } from "./read-routes.js";
import type { FeedSitting } from "./sitting.js";
import { measureStorm } from "./storm.js";

const QUICK = { rounds: 3, seconds: 4 };
/** The targets are medians of 5 runs of 30 s. */
const FULL = { rounds: 5, seconds: 30 };

const MEASURES: readonly (readonly [string, (sitting: FeedSitting) => Promise<BenchResult[]>])[] = [
  ["R8", measureFanOut],
  ["R9", measurePace],
  ["R12", measureStorm],
  ["R13", measureMemory],
  ["R14", measureBeside],
  ["reads", measureReads],
];

/** Readers over real sockets against a durable database, everything on one machine. */
export const feed: Benchmark = {
  name: "feed",
  summary: "the live feed: fan-out, pace, storms, memory, and what ingest pays for it (R8, R9, R12-R14)",
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
