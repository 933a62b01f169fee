import { askMemory, startServer, type ServerProcess } from "../child.js";
import { compare, median, type BenchResult } from "../report.js";
import type { Sitting } from "./sitting.js";

/** Every stretch ends with a look at what a collection leaves: a minute in all, or the 10 minutes of the target. */
const QUICK = { stretches: 6, seconds: 10 };
const FULL = { stretches: 20, seconds: 30 };
/** A leak shows at once. */
const CONTROL = { stretches: 4, seconds: 3 };
const MIB = 2 ** 20;

/**
 * Live memory in the later half of a long load at half of the own maximum, against that in the earlier half.
 * @throws Error when a server that remembers every post looks just as flat: the measure would see nothing then
 */
export async function measureMemory(sitting: Sitting): Promise<BenchResult[]> {
  const { answered, seconds } = await sitting.load(sitting.receiver);
  const rate = Math.round(answered / seconds / 2);
  const product = await watch(sitting, sitting.receiver, rate, sitting.isFull ? FULL : QUICK);
  await using leaking = await startServer("ingest/verify-only-process", ["leaking", sitting.stage.key]);
  const control = await watch(sitting, leaking, rate, CONTROL);
  const result = compare({
    id: "memory",
    name: `live memory over ${product.seconds} s at ${rate} posts/s, later half`,
    unit: "MiB",
    controlName: "earlier half",
    target: { at: "most", value: 1.05 },
    runs: { product: product.later, control: product.earlier },
    note: `resident ${product.resident.map((mib) => Math.round(mib)).join(", ")} MiB; a server that remembers posts grows ${growth(control).toFixed(2)} x`,
  });
  if (growth(control) <= result.target.value) throw new Error("the control that leaks looks flat");
  return [result];
}

interface Watched {
  readonly seconds: number;
  readonly earlier: number[];
  readonly later: number[];
  readonly resident: number[];
}

const growth = ({ earlier, later }: Watched): number => median(later) / median(earlier);

async function watch(
  sitting: Sitting,
  server: ServerProcess,
  rate: number,
  { stretches, seconds }: typeof CONTROL,
): Promise<Watched> {
  // Buffers, compiled code and the memory of players reach their size first.
  await sitting.load(server, { rate, lasting: seconds });
  const live: number[] = [];
  const resident: number[] = [];
  for (let stretch = 0; stretch < stretches; stretch++) {
    await sitting.load(server, { rate, lasting: seconds });
    const { heapUsed, external, rss } = await askMemory(server);
    live.push((heapUsed + external) / MIB);
    resident.push(rss / MIB);
  }
  const half = stretches / 2;
  return { seconds: stretches * seconds, earlier: live.slice(0, half), later: live.slice(half), resident };
}
