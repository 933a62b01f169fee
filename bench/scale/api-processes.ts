import { runLoad, startServer, type ServerProcess } from "../child.js";
import { startFeedApi, type FeedSitting } from "../feed/sitting.js";
import { askUsage, type Usage } from "../feed/usage.js";
import { PLAYERS } from "../ingest/stage.js";
import { compare, type BenchResult } from "../report.js";
import { takeTurns } from "../take-turns.js";

const PROCESSES = 4;
const WAGERS_PER_SECOND = 500;

/**
 * S1: what four API processes cost that follow the same ledger, against one. Each tails by itself, so four should cost
 * four times as much and not more: a higher ratio would mean that they stand in each other's way.
 */
export async function measureProcesses({ field, rounds, seconds, tell }: FeedSitting): Promise<BenchResult[]> {
  await using receiver = await startServer("ingest/receiver-process", [field.stage.url, field.stage.secretsKey]);
  const cores = async (count: number): Promise<number> => {
    const apis: ServerProcess[] = [];
    try {
      while (apis.length < count) apis.push(await startFeedApi(field));
      return await coresUsed(apis);
    } finally {
      for (const api of apis) await api[Symbol.asyncDispose]();
    }
  };
  const coresUsed = async (apis: readonly ServerProcess[]): Promise<number> => {
    const before = await Promise.all(apis.map(askUsage));
    const { seconds: took } = await runLoad({
      port: receiver.port,
      key: field.stage.key,
      plan: { slug: field.stage.slug, wagersPerPost: 1, players: PLAYERS, duplicates: 0 },
      connections: 16,
      seconds,
      maxPosts: WAGERS_PER_SECOND * (seconds + 1),
      mayRepeat: false,
      rate: WAGERS_PER_SECOND,
    });
    const after = await Promise.all(apis.map(askUsage));
    return (processorTime(after) - processorTime(before)) / took;
  };
  const [one = [], four = []] = await takeTurns(
    [
      { name: "one API process, cores", run: () => cores(1) },
      { name: `${PROCESSES} API processes, cores`, run: () => cores(PROCESSES) },
    ],
    rounds,
    tell,
  );
  return [
    compare({
      id: "S1",
      name: `${PROCESSES} API processes that follow ${WAGERS_PER_SECOND} wagers/s`,
      unit: "cores",
      controlName: "one of them",
      target: { at: "most", value: PROCESSES * 1.1 },
      runs: { product: four, control: one },
    }),
  ];
}

function processorTime(usages: readonly Usage[]): number {
  return usages.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}
