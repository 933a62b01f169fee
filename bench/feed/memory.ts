import { startServer, type ServerProcess } from "../child.js";
import type { BenchResult } from "../report.js";
import { takeTurns } from "../take-turns.js";
import { startAudience } from "./audience.js";
import { bounded } from "./bounds.js";
import { signIn } from "./sign-in.js";
import { helloTo, startFeedApi, type FeedSitting } from "./sitting.js";
import { askUsage } from "./usage.js";

const READERS = 5_000;
/** With compression a reader holds a quarter of a megabyte. */
const DEFLATE_READERS = 1_000;

/** R13: memory of an idle reader that is signed in and has its board. */
export async function measureMemory({ field, rounds, tell }: FeedSitting): Promise<BenchResult[]> {
  const product = async (): Promise<number> => {
    await using api = await startFeedApi(field);
    return await kilobytesEach(api, helloTo(field, await signIn(api.port)), READERS);
  };
  const bare = (kind: string, readers: number) => async () => {
    await using server = await startServer("feed/bare-process", [kind]);
    return await kilobytesEach(server, { t: "hello" }, readers);
  };
  const [feed = [], plain = [], deflate = []] = await takeTurns(
    [
      { name: "feed, KB a reader", run: product },
      { name: "bare ws", run: bare("idle", READERS) },
      { name: "bare ws with permessage-deflate", run: bare("deflate", DEFLATE_READERS) },
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

async function kilobytesEach(server: ServerProcess, hello: object, readers: number): Promise<number> {
  await using audience = await startAudience();
  // The first ones pay for code and buffers that all share.
  await audience.open(server.port, 200, hello);
  const before = await askUsage(server);
  await audience.open(server.port, readers, hello);
  await audience.count(1);
  const after = await askUsage(server);
  return (after.rss - before.rss) / readers / 1_024;
}
