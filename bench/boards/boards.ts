import { once } from "node:events";
import * as z from "zod";
import type { Benchmark, BenchOptions } from "../benchmark.js";
import { startProcess } from "../child.js";
import { compare, median, type BenchResult } from "../report.js";
import { takeTurns } from "../take-turns.js";
import { countWrong, measureStaleness } from "./checks.js";
import { openField, type Field } from "./field.js";
import { measureSettlement } from "./settlement.js";
import { measureSettlingUnderWriters } from "./settling-under-writers.js";
import { openSides, type Sides } from "./sides.js";

const QUICK = { rounds: 3, seconds: 3 };
/** The targets are medians of 5 runs of 30 s. */
const FULL = { rounds: 5, seconds: 30 };
const PLAYERS = 1_000_000;
const CHECKED = 1_000;

interface Stand {
  readonly field: Field;
  readonly rounds: number;
  readonly seconds: number;
  readonly tell: (line: string) => void;
}
/** With servers to ask. */
interface ServedStand extends Stand {
  readonly sides: Sides;
}

/** A fixed limit of issue 4 in the place of a control. */
function within(parts: { id: string; name: string; unit: string; runs: number[]; limit: number }): BenchResult {
  return compare({
    id: parts.id,
    name: parts.name,
    unit: parts.unit,
    controlName: "the limit",
    target: { at: "most", value: 1 },
    runs: { product: parts.runs, control: [parts.limit] },
  });
}

const rebuildReport = z.object({ seconds: z.number(), players: z.number(), megabytes: z.number() });

async function rebuild({ stage, race }: Field, how: "board" | "plain") {
  await using started = await startProcess("boards/rebuild-process", [stage.url, race, how]);
  const [message] = await once(started.child, "message");
  return rebuildReport.parse(message);
}

async function rebuilds({ field, rounds, tell }: Stand): Promise<BenchResult[]> {
  const megabytes: number[] = [];
  const [control = [], product = []] = await takeTurns(
    [
      { name: "rows into a Map and a sort, s", run: async () => (await rebuild(field, "plain")).seconds },
      {
        name: "board, s",
        run: async () => {
          const report = await rebuild(field, "board");
          megabytes.push(report.megabytes);
          return report.seconds;
        },
      },
    ],
    rounds,
    tell,
  );
  return [
    within({ id: "B1", name: "rebuild of a board of a million players", unit: "s", runs: product, limit: 3 }),
    compare({
      id: "B1b",
      name: "rebuild of a board of a million players",
      unit: "s",
      controlName: "rows into a Map, sorted",
      target: { at: "most", value: 0.8 },
      runs: { product, control },
    }),
    within({ id: "B2", name: "memory of its index", unit: "MB", runs: megabytes, limit: 120 }),
  ];
}

/** Left out without a Redis: there is nothing honest to compare with. */
async function ranks({ field, sides, rounds, seconds, tell }: ServedStand): Promise<BenchResult[]> {
  const { redis } = sides;
  const asked = Array.from({ length: 5_000 }, () => `p${1 + Math.floor(Math.random() * field.players)}`);
  const own = asked.map((player) => `/api/v1/races/${field.race}/standings/around/${player}`);
  if (redis === undefined) return [];
  const theirs = asked.map((player) => `/around/${player}`);
  const [control = [], product = []] = await takeTurns(
    [
      { name: "Redis trio, pages/s", run: async () => rate(await sides.read(redis, theirs, seconds)) },
      { name: "rank and neighbours, pages/s", run: async () => rate(await sides.read(sides.api, own, seconds)) },
    ],
    rounds,
    tell,
  );
  return [
    compare({
      id: "R11",
      name: "rank and 10 neighbours while 2,000 wagers/s arrive",
      unit: "pages/s",
      controlName: "Express with Redis ZREVRANK, ZSCORE and ZREVRANGE",
      target: { at: "least", value: 1.2 },
      runs: { product, control },
      note: "the product's pages carry names, prizes, gaps and security headers; the control's do not",
    }),
  ];
}

async function tops({ field, sides, rounds, seconds, tell }: ServedStand): Promise<BenchResult[]> {
  const { redis } = sides;
  if (redis === undefined) return [];
  const p99: { product: number[]; control: number[] } = { product: [], control: [] };
  const [control = [], product = []] = await takeTurns(
    [
      {
        name: "Redis top 50, pages/s",
        run: async () => {
          const report = await sides.read(redis, ["/top"], seconds);
          p99.control.push(report.p99Ms);
          return rate(report);
        },
      },
      {
        name: "top 50, pages/s",
        run: async () => {
          const report = await sides.read(sides.api, [`/api/v1/races/${field.race}/standings`], seconds);
          p99.product.push(report.p99Ms);
          return rate(report);
        },
      },
    ],
    rounds,
    tell,
  );
  const controlName = "Express with Redis ZREVRANGE";
  return [
    compare({
      id: "R10",
      name: "top 50 while 2,000 wagers/s arrive",
      unit: "pages/s",
      controlName,
      target: { at: "least", value: 1.5 },
      runs: { product, control },
    }),
    compare({
      id: "R10b",
      name: "p99 of the top 50",
      unit: "ms",
      controlName,
      target: { at: "most", value: 1 },
      runs: p99,
    }),
  ];
}

const rate = ({ answered, seconds }: { answered: number; seconds: number }): number => answered / seconds;

async function staleness({ field, sides, seconds }: ServedStand): Promise<BenchResult[]> {
  const asked = [`/api/v1/races/${field.race}/standings`];
  const [ages] = await Promise.all([
    measureStaleness(field, sides.api.port, (seconds - 1) * 1_000),
    sides.read(sides.api, asked, seconds),
  ]);
  const sorted = [...ages].sort((a, b) => a - b);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? Infinity;
  const wrong = await countWrong(field, sides.api.port, CHECKED);
  return [
    {
      ...within({
        id: "R11b",
        name: "commit until the API shows it, p99 at full load",
        unit: "ms",
        runs: [p99],
        limit: 250,
      }),
      note: `p50 ${median(ages).toFixed(0)} ms of ${ages.length} wagers`,
    },
    compare({
      id: "R11c",
      name: `right places of ${CHECKED} random players`,
      unit: "players",
      controlName: "SQL",
      target: { at: "least", value: 1 },
      runs: { product: [CHECKED - wrong.places], control: [CHECKED] },
      note: `the same check against a board that misses one wager finds ${wrong.control} wrong (control)`,
    }),
  ];
}

/** R11's control that must fail: what ranking by SQL costs at this size. */
async function countedRanks({ field, tell }: Stand): Promise<BenchResult[]> {
  const { pool } = field;
  const client = await pool.connect();
  await client.query("set statement_timeout = 0");
  await client.query(
    "create table bench_scores as select player_id, sum(delta)::bigint as score from ledger group by player_id",
  );
  await client.query("create index on bench_scores (score); create index on bench_scores (player_id)");
  await client.query("vacuum analyze bench_scores");
  const ask = {
    name: "bench-count-rank",
    text: "select count(*) + 1 as rank from bench_scores where score > (select score from bench_scores where player_id = $1)",
  };
  const started = performance.now();
  for (let asked = 0; asked < COUNTED; asked++)
    await client.query({ ...ask, values: [1 + Math.floor(Math.random() * field.players)] });
  const perSecond = COUNTED / ((performance.now() - started) / 1_000);
  await client.query("drop table bench_scores");
  client.release(true);
  tell(`ranks by count(*): ${perSecond.toFixed(0)} a second`);
  const limit = { name: "ranks by count(*) over an index, which must be too slow", unit: "ranks/s", limit: 200 };
  return [within({ id: "R11d", ...limit, runs: [perSecond] })];
}

const COUNTED = 100;

type Measure<Place> = readonly [id: string, run: (stand: Place) => Promise<BenchResult[]>];
const MEASURES: readonly Measure<Stand>[] = [
  ["B1", rebuilds],
  ["R11d", countedRanks],
  ["R7", async ({ field, tell }) => measureSettlement(field, tell)],
];
const SERVED: readonly Measure<ServedStand>[] = [
  ["R11", ranks],
  ["R10", tops],
  ["R11b", staleness],
];

/** Boards and settlement at a million players, against Redis behind the same kind of Express. */
export const boards: Benchmark = {
  name: "boards",
  summary: "ranks, pages, rebuild and settlement at a million players (R7, R10, R11)",
  async run({ isFull, only, tell }: BenchOptions) {
    const asked = <Place>(measures: readonly Measure<Place>[]) =>
      measures.filter(([id]) => only.size === 0 || only.has(id));
    // Has a database of its own: a part of the benchmark costs only what it needs.
    const results = only.size === 0 || only.has("R7d") ? await measureSettlingUnderWriters(isFull, tell) : [];
    const [own, served] = [asked(MEASURES), asked(SERVED)];
    if (own.length + served.length === 0) return results;
    await using field = await openField(PLAYERS);
    const stand: Stand = { field, tell, ...(isFull ? FULL : QUICK) };
    // Servers come after what needs none, so that they do not take part in it.
    for (const [, run] of own) results.push(...(await run(stand)));
    if (served.length === 0) return results;
    await using sides = await openSides(field);
    if (sides.redis === undefined) tell("there is no redis-server here: R10 and R11 are left out");
    for (const [, run] of served) results.push(...(await run({ ...stand, sides })));
    return results;
  },
};
