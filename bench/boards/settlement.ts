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

/** Settles a race of a million players while wagers go on arriving. */
export async function measureSettlement(field: Field, tell: (line: string) => void): Promise<BenchResult[]> {
  const { pool, stage } = field;
  const plain = await timePlain(field);
  // The worker does so every minute; what a settlement finds unsealed is what arrived since.
  while ((await sealLedger({ pool })) > 0);
  const endsAt = new Date(Date.now() - 1_000);
  const id = await createRace(
    { pool, timeZone: "UTC" },
    {
      title: "Settled",
      startsAt: "2026-11-20T00:00:00.000Z",
      endsAt: endsAt.toISOString(),
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
    plan: { slug: stage.slug, wagersPerPost: 1, players: field.players, duplicates: 0 },
    connections: 32,
    seconds: INGEST_SECONDS,
    maxPosts: RATE * (INGEST_SECONDS + 2),
    mayRepeat: false,
    rate: RATE,
  });
  await delay(2_000);
  const started = performance.now();
  const settling = settleRace({ pool, log: quiet }, id, "bench");
  let provisional = Number.NaN;
  while (Number.isNaN(provisional)) {
    await delay(20);
    if ((await readRace(pool, id))?.status === "provisional") provisional = (performance.now() - started) / 1_000;
  }
  const { players } = await settling;
  const withDocument = (performance.now() - started) / 1_000;
  const report = await load;
  tell(`settled ${players} players in ${provisional.toFixed(1)} s, document after ${withDocument.toFixed(1)} s`);
  const shared = { controlName: "the limit", target: { at: "most", value: 1 } } as const;
  return [
    compare({
      ...shared,
      id: "R7",
      name: `settlement of ${players} players while wagers arrive`,
      unit: "s",
      runs: { product: [provisional], control: [5] },
      note: `its document of all players was published after ${withDocument.toFixed(1)} s`,
    }),
    compare({
      id: "R7b",
      name: "settlement of a million players",
      unit: "s",
      controlName: "a bare CREATE TABLE AS with ranks, nothing else running",
      target: { at: "most", value: 2 },
      runs: { product: [provisional], control: [plain] },
    }),
    compare({
      ...shared,
      id: "R7c",
      name: `p99 of ${RATE} posts/s meanwhile`,
      unit: "ms",
      runs: { product: [report.p99Ms], control: [1_000] },
    }),
  ];
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
