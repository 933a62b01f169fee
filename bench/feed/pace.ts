import type { Pool } from "pg";
import { runLoad, startServer } from "../child.js";
import { PLAYERS } from "../ingest/stage.js";
import type { BenchResult } from "../report.js";
import { startAudience } from "./audience.js";
import { bounded } from "./bounds.js";
import { helloTo, startFeedApi, type FeedSitting } from "./sitting.js";
import { askUsage } from "./usage.js";
import type { WatchersReport } from "./watchers-process.js";

const READERS = 2_000;
const WAGERS_PER_SECOND = 500;

/** R9: what 500 wagers a second cost the process that shows them to 2,000 readers, and when the readers see them. */
export async function measurePace(sitting: FeedSitting): Promise<BenchResult[]> {
  const product: Run[] = [];
  const control: Run[] = [];
  for (let round = 0; round < sitting.rounds; round++) {
    product.push(await runFeed(sitting));
    control.push(await pushEach(sitting));
  }
  const runs = (of: (run: Run) => number) => ({ product: product.map(of), control: control.map(of) });
  const shared = { controlName: "each event pushed to each reader" };
  const at = `${WAGERS_PER_SECOND} wagers/s to ${READERS} readers`;
  return [
    bounded({
      ...shared,
      id: "R9",
      name: `processor, ${at}`,
      unit: "cores",
      limit: 0.2,
      runs: runs(({ cores }) => cores),
    }),
    bounded({
      ...shared,
      id: "R9b",
      name: `event loop p99, ${at}`,
      unit: "ms",
      limit: 50,
      runs: runs(({ lagMs }) => lagMs),
    }),
    bounded({
      ...shared,
      id: "R9c",
      name: `commit to frame p99, ${at}`,
      unit: "ms",
      limit: 500,
      runs: runs(({ delayMs }) => delayMs),
    }),
  ];
}

interface Run {
  cores: number;
  lagMs: number;
  delayMs: number;
}

async function runFeed({ field, seconds, tell }: FeedSitting): Promise<Run> {
  await using api = await startFeedApi(field);
  await using receiver = await startServer("ingest/receiver-process", [field.stage.url, field.stage.secretsKey]);
  await using audience = await startAudience();
  await audience.open(api.port, READERS, helloTo(field));
  const load = runLoad({
    port: receiver.port,
    key: field.stage.key,
    plan: { slug: field.stage.slug, wagersPerPost: 1, players: PLAYERS, duplicates: 0 },
    connections: 16,
    seconds: seconds + 2,
    maxPosts: WAGERS_PER_SECOND * (seconds + 3),
    mayRepeat: false,
    rate: WAGERS_PER_SECOND,
  });
  await audience.count(1);
  const before = await askUsage(api);
  const stop = new AbortController();
  const commits = watchCommits(field.pool, stop.signal);
  const seen = await audience.count(seconds);
  const after = await askUsage(api);
  stop.abort();
  await load;
  const delayMs = delayP99(await commits, seen);
  const cores = (after.cpuSeconds - before.cpuSeconds) / seen.seconds;
  tell(
    `feed: ${cores.toFixed(3)} cores, loop p99 ${after.lagP99Ms.toFixed(1)} ms, commit to frame p99 ${delayMs} ms, ${seen.frames} frames`,
  );
  return { cores, lagMs: after.lagP99Ms, delayMs };
}

/** When which transaction was first seen as committed: at most one look (about 3 ms) late. */
async function watchCommits(pool: Pool, signal: AbortSignal): Promise<[xid: number, atMs: number][]> {
  const commits: [number, number][] = [];
  while (!signal.aborted) {
    const { rows } = await pool.query<{ xid: string }>("select xid::text from ledger order by id desc limit 1");
    const xid = Number(rows[0]?.xid ?? 0);
    if (commits.at(-1)?.[0] !== xid) commits.push([xid, Date.now()]);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return commits;
}

/** A frame holds a transaction when its version is not smaller. */
function delayP99(commits: readonly [number, number][], { arrivals }: WatchersReport): number {
  const delays: number[] = [];
  for (const frames of arrivals) {
    for (const [xid, atMs] of commits) {
      const frame = frames.find(([ver]) => ver >= xid);
      if (frame !== undefined) delays.push(frame[1] - atMs);
    }
  }
  if (delays.length < 1_000) throw new Error(`only ${delays.length} wagers were seen in frames`);
  const sorted = delays.sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.99)] ?? 0;
}

/** What a team writes first. Its frames come with a backlog, whose age is taken from how much of it has arrived. */
async function pushEach({ seconds, tell }: FeedSitting): Promise<Run> {
  await using bare = await startServer("feed/bare-process", ["each", String(WAGERS_PER_SECOND)]);
  await using audience = await startAudience();
  await audience.open(bare.port, READERS);
  const before = await askUsage(bare);
  bare.child.send("go");
  const { frames, seconds: took } = await audience.count(seconds);
  const after = await askUsage(bare);
  const cores = (after.cpuSeconds - before.cpuSeconds) / took;
  const delayMs = (1 - frames / (WAGERS_PER_SECOND * READERS * took)) * took * 1_000;
  tell(
    `each event: ${cores.toFixed(3)} cores, loop p99 ${after.lagP99Ms.toFixed(0)} ms, ${Math.round(delayMs)} ms behind`,
  );
  return { cores, lagMs: after.lagP99Ms, delayMs };
}
