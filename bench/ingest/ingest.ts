import type { Benchmark, BenchOptions } from "../benchmark.js";
import { compare, median, type BenchResult } from "../report.js";
import type { LoadReport } from "./load-process.js";
import { measureMemory } from "./memory.js";
import { insertPlainly } from "./plain-insert.js";
import { openSitting, type Sitting } from "./sitting.js";

const QUICK = { rounds: 3, seconds: 3 };
/** The targets are medians of 5 runs of 30 s. */
const FULL = { rounds: 5, seconds: 30 };
const BATCH = 100;

const perSecond = ({ answered, seconds }: LoadReport): number => answered / seconds;

type Measure = (sitting: Sitting) => Promise<BenchResult[]>;

const durableAgainstVerifying: Measure = async (sitting) => {
  const [express = [], bare = [], product = []] = await sitting.takeTurns([
    { name: "Express, verify only", run: async () => perSecond(await sitting.load(sitting.express)) },
    { name: "node:http, verify only", run: async () => perSecond(await sitting.load(sitting.bare)) },
    { name: "receiver, durable", run: async () => perSecond(await sitting.load(sitting.receiver)) },
  ]);
  const name = "durable wagers, one a post";
  // On Node 24 Express itself became 2.6 times faster.
  const expressTarget = Number(process.versions.node.split(".")[0]) < 24 ? 2 : 0.9;
  return [
    compare({
      id: "R1",
      name,
      unit: "posts/s",
      controlName: "Express 5 that only verifies",
      target: { at: "least", value: expressTarget },
      runs: { product, control: express },
    }),
    compare({
      id: "R1b",
      name,
      unit: "posts/s",
      controlName: "node:http that only verifies",
      target: { at: "least", value: 0.4 },
      runs: { product, control: bare },
    }),
  ];
};

const batches: Measure = async (sitting) => {
  const [plain = [], product = []] = await sitting.takeTurns([
    { name: "plain insert of 100", run: () => insertPlainly(sitting.stage.url, sitting.seconds) },
    {
      name: "batches of 100",
      run: async () => perSecond(await sitting.load(sitting.receiver, { wagersPerPost: BATCH })) * BATCH,
    },
  ]);
  return [
    compare({
      id: "R1c",
      name: "durable wagers, 100 a post",
      unit: "wagers/s",
      controlName: "plain unnest insert of the same rows",
      target: { at: "least", value: 0.5 },
      runs: { product, control: plain },
    }),
  ];
};

const againstTransactionPerPost: Measure = async (sitting) => {
  const [control = [], product = []] = await sitting.takeTurns([
    { name: "a transaction per post", run: async () => perSecond(await sitting.load(sitting.perRequest)) },
    { name: "receiver", run: async () => perSecond(await sitting.load(sitting.receiver)) },
  ]);
  return [
    compare({
      id: "R2",
      name: "commits shared by posts",
      unit: "posts/s",
      controlName: "node:http with a transaction per post",
      target: { at: "least", value: 4 },
      runs: { product, control },
    }),
  ];
};

const hotPlayer: Measure = async (sitting) => {
  const [control = [], product = []] = await sitting.takeTurns([
    { name: "10,000 players", run: async () => perSecond(await sitting.load(sitting.receiver)) },
    { name: "one player", run: async () => perSecond(await sitting.load(sitting.receiver, { players: 1 })) },
  ]);
  return [
    compare({
      id: "R3",
      name: "all posts for one player",
      unit: "posts/s",
      controlName: "own run over 10,000 players",
      target: { at: "least", value: 0.8 },
      runs: { product, control },
    }),
  ];
};

const duplicates: Measure = async (sitting) => {
  const [control = [], product = []] = await sitting.takeTurns([
    { name: "unique posts", run: async () => perSecond(await sitting.load(sitting.receiver)) },
    { name: "90 % duplicates", run: async () => perSecond(await sitting.load(sitting.receiver, { duplicates: 0.9 })) },
  ]);
  return [
    compare({
      id: "R4",
      name: "90 % of posts are redeliveries",
      unit: "posts/s",
      controlName: "own run with unique posts",
      target: { at: "least", value: 1 },
      runs: { product, control },
    }),
  ];
};

const latency: Measure = async (sitting) => {
  const best = perSecond(await sitting.load(sitting.receiver));
  const rate = Math.round(best / 2);
  const p50: number[] = [];
  const [control = [], product = []] = await sitting.takeTurns([
    { name: "verify only, p99 ms", run: async () => (await sitting.load(sitting.bare, { rate })).p99Ms },
    {
      name: "receiver, p99 ms",
      run: async () => {
        const report = await sitting.load(sitting.receiver, { rate });
        p50.push(report.p50Ms);
        return report.p99Ms;
      },
    },
  ]);
  return [
    compare({
      id: "R5",
      name: `p99 at ${rate} posts/s, half of the own maximum`,
      unit: "ms",
      controlName: "node:http that only verifies, at the same rate",
      target: { at: "most", value: 3 },
      runs: { product, control },
      note: `p50 ${median(p50).toFixed(1)} ms`,
    }),
  ];
};

const MEASURES: readonly (readonly [string, Measure])[] = [
  ["R1", durableAgainstVerifying],
  ["R1c", batches],
  ["R2", againstTransactionPerPost],
  ["R3", hotPlayer],
  ["R4", duplicates],
  ["R5", latency],
  ["memory", measureMemory],
];

/** Signed posts through the receiver's port into a durable database, the load generator on the same machine. */
export const ingest: Benchmark = {
  name: "ingest",
  summary: "durable wagers a second through the webhook receiver (R1-R5), and its memory",
  async run({ isFull, only, tell }: BenchOptions) {
    await using sitting = await openSitting({ ...(isFull ? FULL : QUICK), isFull, tell });
    const results: BenchResult[] = [];
    for (const [id, measure] of MEASURES) {
      if (only.size === 0 || only.has(id)) results.push(...(await measure(sitting)));
    }
    return results;
  },
};
