import { startServer } from "../child.js";
import { compare, type BenchResult } from "../report.js";
import { takeTurns } from "../take-turns.js";
import { startAudience } from "./audience.js";
import { provedBy } from "./bounds.js";
import type { FeedSitting } from "./sitting.js";

const READERS = 2_000;

/** R8: frames delivered a second, against a loop over bare ws sockets with one Buffer of the same size. */
export async function measureFanOut({ rounds, seconds, tell }: FeedSitting): Promise<BenchResult[]> {
  const hello = { t: "hello", subscribe: ["board:all-time"] };
  let frameBytes = 0;
  const productRun = async (): Promise<number> => {
    await using product = await startServer("feed/fan-out-process", []);
    await using audience = await startAudience();
    await audience.open(product.port, READERS, hello);
    product.child.send("go");
    const { frames, bytes, seconds: took } = await audience.count(seconds);
    frameBytes = Math.round(bytes / frames);
    return frames / took;
  };
  await productRun();
  tell(`a frame has ${frameBytes} bytes`);
  const bareRun = (kind: string) => async () => {
    await using bare = await startServer("feed/bare-process", [kind, String(frameBytes - 4)]);
    await using audience = await startAudience();
    await audience.open(bare.port, READERS);
    bare.child.send("go");
    const { frames, seconds: took } = await audience.count(seconds);
    return frames / took;
  };
  const [control = [], feed = [], stringify = []] = await takeTurns(
    [
      { name: "bare ws, one Buffer", run: bareRun("broadcast") },
      { name: "feed", run: productRun },
      { name: "bare ws, stringify for each", run: bareRun("stringify") },
    ],
    rounds,
    tell,
  );
  const result = compare({
    id: "R8",
    name: `frames of ${frameBytes} bytes to ${READERS} readers`,
    unit: "frames/s",
    controlName: "bare ws broadcast of the same bytes",
    target: { at: "least", value: 0.8 },
    runs: { product: feed, control },
  });
  return [provedBy(result, stringify, "stringify for each reader")];
}
