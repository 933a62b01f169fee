import { once } from "node:events";
import { createServer } from "node:http";
import * as z from "zod";
import { createPolledSource } from "../../core/sources/change-polled-source.js";
import type { Benchmark, BenchOptions } from "../benchmark.js";
import { startProcess } from "../child.js";
import { openStage, type Stage } from "../ingest/stage.js";
import { openContext } from "../open-context.js";
import { compare, type BenchResult } from "../report.js";

/** Limits of the issue, in the place of a control. */
const SMALL = { rows: 2_000, seconds: 1, megabytes: undefined, flags: [] };
/** Asked by a worker of its own whose heap is bounded, as docs/sources.md has it for sources of this size. */
const LARGE = {
  rows: 100_000,
  seconds: 10,
  megabytes: 300,
  flags: ["--max-old-space-size=160", "--max-semi-space-size=4"],
};
const ROUNDS = { quick: 3, full: 9 };
/** In a minute few play: one in fifty. */
const CHANGED = 50;

const report = z.object({ seconds: z.number(), megabytes: z.number(), changed: z.number() });

/** An answer in the shape of Goated, in which other players have moved each time. */
function answer(rows: number, round: number): Buffer {
  const data = Array.from({ length: rows }, (_, n) => {
    // A total that has moved once stays where it is: what each round adds is for ever.
    const times = Math.floor((round + CHANGED - (n % CHANGED)) / CHANGED);
    const uid = n.toString(36).padStart(20, "A");
    return `{"uid":"${uid}","name":"player_${n}","wagered":{"today":0,"this_week":0.25,"this_month":0.25,"all_time":${n + times}.123456789012345678}}`;
  });
  return Buffer.from(`{"success":true,"data":[${data.join(",")}]}`);
}

async function pollRows(
  stage: Stage,
  { rows, flags }: { rows: number; flags: readonly string[] },
  rounds: number,
  tell: BenchOptions["tell"],
) {
  let round = 0;
  let body = answer(rows, round);
  const server = createServer((request, response) => void response.end(request.method === "GET" ? body : ""));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const context = openContext(stage.url, stage.secretsKey);
  const slug = `polled-${rows}`;
  await context.pool.query("update polled_sources set is_paused = true");
  await createPolledSource(
    context,
    { slug, name: slug, adapter: "goated", account: "BENCH", baseUrl: `http://127.0.0.1:${port}` },
    { actor: "bench" },
  );
  await context.pool.end();
  await using poller = await startProcess("polls/poller-process", [stage.url, stage.secretsKey], flags);
  await once(poller.child, "message");
  const reports: z.output<typeof report>[] = [];
  for (; round <= rounds; round++) {
    body = answer(rows, round);
    poller.child.send("poll");
    const [message] = await once(poller.child, "message");
    const polled = report.parse(message);
    tell(`${rows} rows: ${polled.seconds.toFixed(2)} s, ${polled.changed} changed, ${Math.round(polled.megabytes)} MB`);
    reports.push(polled);
  }
  server.closeAllConnections();
  server.close();
  return reports;
}

/** Time and memory of one poll, from the question to the COMMIT. */
export const polls: Benchmark = {
  name: "polls",
  summary: "one poll of a casino's totals: 2,000 rows within a second, 100,000 within ten and 300 MB",
  async run({ isFull, tell }) {
    // Of a table with one row the planner believes that every column is unique, and looks players up by the wrong one.
    await using stage = await openStage(100);
    const results: BenchResult[] = [];
    for (const source of [SMALL, LARGE]) {
      const { rows, seconds, megabytes } = source;
      const [first, ...later] = await pollRows(stage, source, isFull ? ROUNDS.full : ROUNDS.quick, tell);
      const limit = (id: string, name: string, unit: string, runs: number[], most: number): BenchResult =>
        compare({
          id,
          name,
          unit,
          controlName: "the limit",
          target: { at: "most", value: 1 },
          runs: { product: runs, control: [most] },
        });
      const shown = rows.toLocaleString("en");
      results.push(
        limit(`P${rows}a`, `the first poll of ${shown} rows, all of them new`, "s", [first?.seconds ?? NaN], seconds),
      );
      results.push(
        limit(
          `P${rows}b`,
          `a poll of ${shown} rows`,
          "s",
          later.map((one) => one.seconds),
          seconds,
        ),
      );
      const most = Math.max(...later.map((one) => one.megabytes));
      if (megabytes !== undefined)
        results.push(limit(`P${rows}m`, `most memory ever at ${shown} rows`, "MB", [most], megabytes));
    }
    return results;
  },
};
