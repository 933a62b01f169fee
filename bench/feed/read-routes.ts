import { readOnce } from "../boards/sides.js";
import type { BenchResult } from "../report.js";
import { within } from "./bounds.js";
import { startFeedApi, type FeedSitting } from "./sitting.js";

const CONNECTIONS = 32;

/** What everybody reads, each at half of the pace that it reaches by itself: the 99th percentile from when a page was due. */
export async function measureReads(sitting: FeedSitting): Promise<BenchResult[]> {
  const { field, seconds, tell } = sitting;
  await using api = await startFeedApi(field);
  const { port } = api;
  const race = `/api/v1/races/${field.race}`;
  const routes = {
    "a race": [race],
    "the current race": ["/api/v1/races/current"],
    "the list of races": ["/api/v1/races?limit=20"],
    "the top 50": [`${race}/standings`],
    "a later page": [`${race}/standings?limit=50&cursor=${Buffer.from('["500"]').toString("base64url")}`],
    "rank and neighbours": Array.from({ length: 500 }, (_, at) => `${race}/standings/around/p${1 + at * 19}`),
    "the board of the day": ["/api/v1/leaderboards/day"],
  };
  const found: { name: string; p99Ms: number; rate: number }[] = [];
  for (const [name, paths] of Object.entries(routes)) {
    const order = { port, paths, connections: CONNECTIONS, seconds };
    const most = await readOnce({ ...order, seconds: 2 });
    const rate = most.answered / most.seconds / 2;
    const { p99Ms, statuses } = await readOnce({ ...order, rate });
    if (Object.keys(statuses).some((status) => status !== "200"))
      throw new Error(`${name} was not answered: ${JSON.stringify(statuses)}`);
    tell(`${name}: p99 ${p99Ms.toFixed(1)} ms at ${Math.round(rate)}/s, half of the most`);
    found.push({ name, p99Ms, rate });
  }
  const worst = found.reduce((slowest, one) => (one.p99Ms > slowest.p99Ms ? one : slowest));
  return [
    within({
      id: "reads",
      name: `slowest route at half of its own maximum, p99: ${worst.name} at ${Math.round(worst.rate)}/s`,
      unit: "ms",
      limit: 50,
      values: [worst.p99Ms],
    }),
  ];
}
