import { startServer, type ServerProcess } from "../child.js";
import type { BenchResult } from "../report.js";
import { takeTurns } from "../take-turns.js";
import { startAudience } from "./audience.js";
import { bounded } from "./bounds.js";
import { signIn } from "./sign-in.js";
import { helloTo, startFeedApi, type FeedSitting } from "./sitting.js";
import { askUsage } from "./usage.js";

const READERS = 5_000;

/** R13: memory of an idle reader that is signed in and has its board. */
export async function measureMemory({ field, rounds, tell }: FeedSitting): Promise<BenchResult[]> {
  const product = async (): Promise<number> => {
    await using api = await startFeedApi(field);
    return kilobytesEach(api, helloTo(field, await signIn(api.port)));
  };
  const bare = (kind: string) => async () => {
    await using server = await startServer("feed/bare-process", [kind]);
    return kilobytesEach(server, { t: "hello" });
  };
  const [feed = [], plain = [], deflate = []] = await takeTurns(
    [
      { name: "feed, KB a reader", run: product },
      { name: "bare ws", run: bare("idle") },
      { name: "bare ws with permessage-deflate", run: bare("deflate") },
    ],
    rounds,
    tell,
  );
  return [
    bounded({
      id: "R13",
      name: "memory of an idle signed-in reader",
      unit: "KB",
      limit: 25,
      controlName: "bare ws with permessage-deflate",
      runs: { product: feed, control: deflate },
      note: `bare ws ${plain.map((kb) => kb.toFixed(1)).join(", ")} KB`,
    }),
  ];
}

async function kilobytesEach(server: ServerProcess, hello: object): Promise<number> {
  await using audience = await startAudience();
  // The first ones pay for code and buffers that all share.
  await audience.open(server.port, 200, hello);
  const before = await askUsage(server);
  await audience.open(server.port, READERS, hello);
  await audience.count(1);
  const after = await askUsage(server);
  return (after.rss - before.rss) / READERS / 1_024;
}
