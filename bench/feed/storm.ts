import { startServer } from "../child.js";
import type { BenchResult } from "../report.js";
import { startAudience } from "./audience.js";
import { bounded, within } from "./bounds.js";
import { signIn } from "./sign-in.js";
import { helloTo, startFeedApi, type FeedSitting } from "./sitting.js";
import { askUsage } from "./usage.js";

const READERS = 5_000;
const LIMIT_SECONDS = 60;
const QUIET_SECONDS = 5;

interface Storm {
  resyncedSeconds: number;
  /** Queries beyond those that the process asks by the clock. */
  queries: number;
  peakShare: number;
  lagMaxMs: number;
}

/** R12: 5,000 signed-in readers are cut off at once and come back. */
export async function measureStorm(sitting: FeedSitting): Promise<BenchResult[]> {
  const { handshakes: bare, lagMaxMs } = await bareWeather();
  sitting.tell(`bare ws: ${Math.round(bare)} handshakes/s, longest stall of a storm ${lagMaxMs.toFixed(0)} ms`);
  const product = await weather(sitting, { hasJitter: true, isPaced: true }, bare);
  // Either half of the protection is enough for the peak; without both the measure must fail.
  const control = await weather(sitting, { hasJitter: false, isPaced: false }, bare);
  const runs = (of: (storm: Storm) => number) => ({ product: [of(product)], control: [of(control)] });
  const controlName = "clients without jitter, handshakes as they come";
  const readers = `${READERS} readers cut off at once`;
  return [
    within({ id: "R12", name: `${readers}, all resynced`, unit: "s", limit: 25, values: [product.resyncedSeconds] }),
    within({ id: "R12b", name: `${readers}, queries`, unit: "queries", limit: 20, values: [product.queries] }),
    bounded({
      id: "R12c",
      name: `${readers}, busiest second`,
      unit: "x bare handshakes",
      limit: 0.5,
      controlName,
      runs: runs((one) => one.peakShare),
    }),
    bounded({
      id: "R12d",
      name: `${readers}, longest stall`,
      unit: "ms",
      limit: 250,
      controlName,
      note: `bare ws with the same readers: ${lagMaxMs.toFixed(0)} ms`,
      runs: runs((one) => one.lagMaxMs),
    }),
  ];
}

/** What Node and ws cost by themselves: the pace of handshakes, and the stall of a storm. */
async function bareWeather(): Promise<{ handshakes: number; lagMaxMs: number }> {
  await using bare = await startServer("feed/bare-process", ["idle"]);
  await using audience = await startAudience();
  const { open, seconds } = await audience.open(bare.port, READERS, { t: "hello" }, 64);
  await askUsage(bare);
  await audience.storm(true, LIMIT_SECONDS);
  return { handshakes: open / seconds, lagMaxMs: (await askUsage(bare)).lagMaxMs };
}

interface Protection {
  hasJitter: boolean;
  isPaced: boolean;
}

async function weather({ field, tell }: FeedSitting, { hasJitter, isPaced }: Protection, bare: number): Promise<Storm> {
  await using api = await startFeedApi(field, isPaced);
  await using audience = await startAudience();
  await audience.open(api.port, READERS, helloTo(field, await signIn(api.port)));
  const before = await askUsage(api);
  await audience.count(QUIET_SECONDS);
  const quiet = await askUsage(api);
  const storm = await audience.storm(hasJitter, LIMIT_SECONDS);
  const after = await askUsage(api);
  const byTheClock = ((quiet.queries - before.queries) / QUIET_SECONDS) * storm.seconds;
  const queries = Math.max(0, Math.round(after.queries - quiet.queries - byTheClock));
  const peakShare = storm.peakPerSecond / bare;
  tell(
    `${hasJitter ? "with jitter and pace" : "without"}: ${storm.open} back in ${storm.seconds.toFixed(1)} s, ${queries} queries, ` +
      `busiest second ${storm.peakPerSecond}, longest stall ${after.lagMaxMs.toFixed(0)} ms, ${storm.failures} failures`,
  );
  return { resyncedSeconds: storm.seconds, queries, peakShare, lagMaxMs: after.lagMaxMs };
}
