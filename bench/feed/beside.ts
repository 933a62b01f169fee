import { runLoad, startServer, type ServerProcess } from "../child.js";
import { PLAYERS } from "../ingest/stage.js";
import { compare, type BenchResult } from "../report.js";
import { takeTurns } from "../take-turns.js";
import { startAudience } from "./audience.js";
import { provedBy } from "./bounds.js";
import { helloTo, startFeedApi, type FeedSitting } from "./sitting.js";

const READERS = 200;
const WARM_UP_SECONDS = 2;

/** The control: a hint for each row, from inside the transaction. */
const NOTIFY_EACH_ROW = `
  create or replace function bench_notify() returns trigger language plpgsql as
    $$ begin perform pg_notify('ledger', new.id::text); return null; end $$;
  create or replace trigger bench_notify after insert on ledger for each row execute function bench_notify()`;
const NOTIFY_NO_ROW = "drop trigger if exists bench_notify on ledger";

/** R14: wagers a second through the receiver, with and without readers who see them. */
export async function measureBeside({ field, rounds, seconds, tell }: FeedSitting): Promise<BenchResult[]> {
  const { stage } = field;
  await using receiver = await startServer("ingest/receiver-process", [stage.url, stage.secretsKey]);
  const load = async (): Promise<number> => {
    // A process that has just begun is slow for a moment, and one side begins a process more.
    await ingestRate(receiver, field, WARM_UP_SECONDS);
    return await ingestRate(receiver, field, seconds);
  };
  const withFeed = async (): Promise<number> => {
    await using api = await startFeedApi(field);
    await using audience = await startAudience();
    await audience.open(api.port, READERS, helloTo(field));
    return await load();
  };
  const [off = [], on = [], eachRow = []] = await takeTurns(
    [
      { name: "without the feed", run: load },
      { name: `with the feed and ${READERS} readers`, run: withFeed },
      {
        name: "with a hint for each row",
        run: async () => {
          await stage.query(NOTIFY_EACH_ROW);
          try {
            return await withFeed();
          } finally {
            await stage.query(NOTIFY_NO_ROW);
          }
        },
      },
    ],
    rounds,
    tell,
  );
  const result = compare({
    id: "R14",
    name: "posts recorded while readers see them",
    unit: "posts/s",
    controlName: "own run without the feed",
    target: { at: "least", value: 0.95 },
    runs: { product: on, control: off },
  });
  return [provedBy(result, eachRow, "a hint for each row")];
}

async function ingestRate(receiver: ServerProcess, { stage }: FeedSitting["field"], seconds: number): Promise<number> {
  const report = await runLoad({
    port: receiver.port,
    key: stage.key,
    plan: { slug: stage.slug, wagersPerPost: 1, players: PLAYERS, duplicates: 0 },
    connections: 64,
    seconds,
    maxPosts: 30_000 * seconds,
    mayRepeat: false,
  });
  return report.answered / report.seconds;
}
