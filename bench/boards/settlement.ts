import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../core/log.js";
import { createRace } from "../../core/races/create-race.js";
import { readRace } from "../../core/races/read-races.js";
import { sealLedger } from "../../core/settlement/seals.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { runLoad, startServer } from "../child.js";
import { compare, type BenchResult } from "../report.js";
import type { Field } from "./field.js";

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const INGEST_SECONDS = 20;
const RATE = 1_000;

/** The control: what ranking and inserting the same rows costs by itself. */
const PLAIN = `
  create table bench_plain_result as
  select player_id, score, rank() over (order by score / 10000 desc) as rank
  from (select player_id, sum(delta)::bigint as score from ledger group by player_id) as scores`;

/** A single settlement differs from the next by a third: the median of three, each after its control. */
const ROUNDS = 3;

/** Settles races of a million players while wagers go on arriving. */
export async function measureSettlement(field: Field, tell: (line: string) => void): Promise<BenchResult[]> {
  const plain: number[] = [];
  const settled: Settled[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    plain.push(await timePlain(field));
    const one = await settleUnderLoad(field);
    settled.push(one);
    const { players, seconds, withDocumentSeconds } = one;
    tell(`settled ${players} players in ${seconds.toFixed(1)} s, document after ${withDocumentSeconds.toFixed(1)} s`);
  }
  const [first] = settled;
  if (first === undefined) throw new Error("nothing was settled");
  const shared = { controlName: "the limit", target: { at: "most", value: 1 } } as const;
  const seconds = settled.map((one) => one.seconds);
  return [
    compare({
      ...shared,
      id: "R7",
      name: `settlement of ${first.players} players while wagers arrive`,
      unit: "s",
      runs: { product: seconds, control: [5] },
      note: `the first document of all players was published after ${first.withDocumentSeconds.toFixed(1)} s`,
    }),
    compare({
      id: "R7b",
      name: "settlement of a million players",
      unit: "s",
      controlName: "a bare CREATE TABLE AS with ranks, nothing else running",
      target: { at: "most", value: 2 },
      runs: { product: seconds, control: plain },
    }),
    compare({
      ...shared,
      id: "R7c",
      name: `p99 of ${RATE} posts/s meanwhile`,
      unit: "ms",
      runs: { product: settled.map(({ postsP99Ms }) => postsP99Ms), control: [1_000] },
    }),
  ];
}

interface Settled {
  players: number;
  /** Until the result is public. */
  seconds: number;
  withDocumentSeconds: number;
  postsP99Ms: number;
}

async function settleUnderLoad({ pool, stage, players }: Field): Promise<Settled> {
  // The worker does so every minute; what a settlement finds unsealed is what arrived since.
  while ((await sealLedger({ pool })) > 0);
  const id = await createRace(
    { pool, timeZone: "UTC" },
    {
      title: "Settled",
      startsAt: "2026-11-20T00:00:00.000Z",
      endsAt: new Date(Date.now() - 1_000).toISOString(),
      prizes: ["100.00", "50.00"],
      graceMinutes: 0,
      disputeHours: 24,
    },
    "bench",
  );
  await using receiver = await startServer("ingest/receiver-process", [stage.url, stage.secretsKey]);
  const load = runLoad({
    port: receiver.port,
    key: stage.key,
    plan: { slug: stage.slug, wagersPerPost: 1, players, duplicates: 0 },
    connections: 32,
    seconds: INGEST_SECONDS,
    maxPosts: RATE * (INGEST_SECONDS + 2),
    mayRepeat: false,
    rate: RATE,
  });
  await delay(2_000);
  const started = performance.now();
  const settling = settleRace({ pool, log: quiet }, id, "bench");
  let seconds = Number.NaN;
  while (Number.isNaN(seconds)) {
    await delay(20);
    if ((await readRace(pool, id))?.status === "provisional") seconds = (performance.now() - started) / 1_000;
  }
  const result = await settling;
  const withDocumentSeconds = (performance.now() - started) / 1_000;
  const { p99Ms: postsP99Ms } = await load;
  return { players: result.players, seconds, withDocumentSeconds, postsP99Ms };
}

async function timePlain({ pool }: Field): Promise<number> {
  const client = await pool.connect();
  await client.query("set statement_timeout = 0");
  const started = performance.now();
  await client.query(PLAIN);
  const seconds = (performance.now() - started) / 1_000;
  await client.query("drop table bench_plain_result");
  client.release(true);
  return seconds;
}
