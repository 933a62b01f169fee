import { once } from "node:events";
import * as z from "zod";
import { runLoad, startProcess, startServer, type ServerProcess } from "../child.js";
import type { Field } from "./field.js";
import type { ReadOrder, ReadReport } from "./reader-process.js";
import { RedisClient } from "./redis-client.js";
import { startRedis } from "./redis-server.js";

const CONNECTIONS = 64;
/** 40 posts of 50 wagers: 2,000 a second, without spending the two cores on the sender. */
const POSTS_PER_SECOND = 40;
const WAGERS_PER_POST = 50;
/** How much longer wagers arrive than readers read, in seconds: begun before, ended after. */
const MARGIN = 2;

const readReport = z.object({
  answered: z.number(),
  seconds: z.number(),
  statuses: z.record(z.string(), z.number()),
  p50Ms: z.number(),
  p99Ms: z.number(),
});

/** The API, and the same kind of Express with Redis behind it, over the same players. */
export interface Sides extends AsyncDisposable {
  readonly api: ServerProcess;
  /** `undefined` on a machine without Redis. */
  readonly redis: ServerProcess | undefined;
  /** Reads at full speed while 2,000 wagers a second arrive through the receiver. */
  read(server: ServerProcess, paths: readonly string[], seconds: number): Promise<ReadReport>;
}

export async function openSides(field: Field): Promise<Sides> {
  const { stage } = field;
  const server = await startRedis();
  if (server !== undefined) await fillRedis(field, server.path);
  const redis = server === undefined ? undefined : await startServer("boards/redis-process", [server.path, stage.url]);
  const receiver = await startServer("ingest/receiver-process", [stage.url, stage.secretsKey]);
  const api = await startServer("boards/api-process", [stage.url, stage.secretsKey]);
  return {
    api,
    redis,
    async read(target, paths, seconds) {
      // Both follow the ledger; the one that is not asked sleeps, or each would pay for the other's work.
      const other = target === api ? redis : api;
      other?.child.kill("SIGSTOP");
      try {
        return await readUnderLoad(field, receiver, { port: target.port, paths, connections: CONNECTIONS, seconds });
      } finally {
        other?.child.kill("SIGCONT");
      }
    },
    [Symbol.asyncDispose]: async () => {
      for (const process of [api, redis, receiver]) await process?.[Symbol.asyncDispose]();
      await server?.[Symbol.asyncDispose]();
    },
  };
}

async function readUnderLoad(
  { stage, players }: Field,
  receiver: ServerProcess,
  order: ReadOrder,
): Promise<ReadReport> {
  const seconds = order.seconds + MARGIN;
  const load = runLoad({
    port: receiver.port,
    key: stage.key,
    plan: { slug: stage.slug, wagersPerPost: WAGERS_PER_POST, players, duplicates: 0 },
    // One, because the generator takes a free one again and a connection that is silent for 5 s is closed.
    connections: 1,
    seconds,
    maxPosts: POSTS_PER_SECOND * seconds * 2,
    mayRepeat: false,
    rate: POSTS_PER_SECOND,
  });
  await new Promise((resolve) => setTimeout(resolve, (MARGIN / 2) * 1_000));
  const report = await readOnce(order);
  refuseOdd(report.statuses);
  refuseOdd((await load).statuses);
  return report;
}

/** Reads in a process of its own. */
export async function readOnce(order: ReadOrder): Promise<ReadReport> {
  await using started = await startProcess("boards/reader-process", []);
  started.child.send(order);
  const [message] = await once(started.child, "message");
  return readReport.parse(message);
}

/** Whole cents, as the board orders them; a member is the player's public id. */
async function fillRedis({ pool }: Field, path: string): Promise<void> {
  await using redis = await RedisClient.connect(path);
  const client = await pool.connect();
  await client.query("set statement_timeout = 0");
  const { rows } = await client.query<{ id: string; cents: string }>(
    "select 'p' || player_id as id, (sum_micro(delta) / 10000)::text as cents from ledger group by player_id",
  );
  client.release(true);
  for (let at = 0; at < rows.length; at += 1_000)
    await redis.send("ZADD", "race", ...rows.slice(at, at + 1_000).flatMap(({ id, cents }) => [cents, id]));
}

function refuseOdd(statuses: Record<string, number>): void {
  const odd = Object.keys(statuses).filter((status) => status !== "200");
  if (odd.length > 0) throw new Error(`some answers were no success: ${JSON.stringify(statuses)}`);
}
