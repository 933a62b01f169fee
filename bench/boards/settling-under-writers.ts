import type { Pool } from "pg";
import type { Log } from "../../core/log.js";
import { createRace } from "../../core/races/create-race.js";
import { readLateEntries } from "../../core/settlement/late-entries.js";
import { readResultBoard, resultPage } from "../../core/settlement/read-result-rows.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { connect } from "../../db/connect.js";
import type { RaceId } from "../../wire/ids.js";
import { openStage } from "../ingest/stage.js";
import { compare, type BenchResult } from "../report.js";

const quiet: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet };
const WRITERS = 8;
const SETTLEMENTS = { quick: 100, full: 500 };
const PLAYERS = 40;
const HOUR_MS = 3_600_000;

/** Five wagers of one moment, in a transaction that stays open for 2 ms every second time. */
const WRITE = `
  insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, era)
  select p.source_id, 'wager', $1 || n, 1, p.id, 1, 10000 + n, 10000 + n, $2, 1
  from generate_series(1, 5) n join players p on p.id = 1 + ($3::int + n) % ${PLAYERS}`;

/**
 * R7: races are settled one after another while eight writers post into the window of the one at hand. A result is right
 * when what it counted and what it lists as late add up to the ledger. The control sums without the snapshot that it keeps.
 */
export async function measureSettlingUnderWriters(
  isFull: boolean,
  tell: (line: string) => void,
): Promise<BenchResult[]> {
  const settlements = isFull ? SETTLEMENTS.full : SETTLEMENTS.quick;
  await using stage = await openStage(PLAYERS);
  const pool = connect(stage.url, { applicationName: "bench", maxConnections: 20, onIdleError: () => undefined });
  const races: { id: RaceId; startsAt: Date }[] = [];
  for (let hour = 1; hour <= settlements; hour++) races.push(await pastRace(pool, hour));
  let at = races[0]?.startsAt ?? new Date();
  const writers = startWriters(pool, () => at);
  for (const { id, startsAt } of races) {
    at = startsAt;
    await settleRace({ pool, log: quiet }, id, "bench");
  }
  const control = await countTornReads(pool, settlements);
  await writers.stop();
  let [wrong, late] = [0, 0n];
  for (const { id } of races) {
    const found = await check(pool, id);
    if (!found.isRight) wrong++;
    late += found.late;
  }
  await pool.end();
  tell(`${settlements} settlements, ${wrong} wrong, ${late} entries came late; without a snapshot ${control} wrong`);
  const result = compare({
    id: "R7d",
    name: `settlements without an error under ${WRITERS} writers`,
    unit: "results",
    controlName: "all of them",
    target: { at: "least", value: 1 },
    runs: { product: [settlements - wrong], control: [settlements] },
    note: `a sum without the snapshot that it keeps is wrong ${control} times of ${settlements} (control)`,
  });
  // Nothing late means that the writers did not meet the settlements, and a control that is right proves nothing.
  return [{ ...result, isReached: result.isReached && late > 0n && control > settlements / 2 }];
}

async function pastRace(pool: Pool, hoursAgo: number): Promise<{ id: RaceId; startsAt: Date }> {
  const startsAt = new Date(Date.now() - (hoursAgo + 1) * HOUR_MS);
  const endsAt = new Date(startsAt.getTime() + HOUR_MS - 1_000);
  const window = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
  const rules = { title: "Hour", prizes: ["10.00", "5.00"], graceMinutes: 0, disputeHours: 1 };
  return { id: await createRace({ pool, timeZone: "UTC" }, { ...window, ...rules }, "bench"), startsAt };
}

function startWriters(pool: Pool, at: () => Date) {
  const stopping = new AbortController();
  const writers = Array.from({ length: WRITERS }, async (_, writer) => {
    for (let round = 0; !stopping.signal.aborted; round++) {
      const client = await pool.connect();
      await client.query("begin");
      await client.query(WRITE, [`w${writer}_${round}_`, at(), writer * 13 + round * 7]);
      if (round % 2 === 0) await client.query("select pg_sleep(0.002)");
      await client.query("commit");
      client.release();
    }
  });
  return {
    async stop(): Promise<void> {
      stopping.abort();
      await Promise.all(writers);
    },
  };
}

async function countTornReads(pool: Pool, times: number): Promise<number> {
  const client = await pool.connect();
  let torn = 0;
  for (let time = 0; time < times; time++) {
    await client.query("begin");
    const kept = await client.query<{ s: string }>("select pg_current_snapshot()::text as s");
    await client.query("select pg_sleep(0.003)");
    const summed = await client.query<{ sum: string }>("select sum(delta)::text as sum from ledger");
    await client.query("commit");
    const seen = await client.query<{ sum: string }>(
      "select sum(delta)::text as sum from ledger where pg_visible_in_snapshot(xid, $1::pg_snapshot)",
      [kept.rows[0]?.s],
    );
    if (summed.rows[0]?.sum !== seen.rows[0]?.sum) torn++;
  }
  client.release();
  return torn;
}

async function check(pool: Pool, id: RaceId): Promise<{ isRight: boolean; late: bigint }> {
  const board = await readResultBoard(pool, id);
  if (board === undefined) return { isRight: false, late: 0n };
  const rows = await resultPage(pool, board.id, 0, PLAYERS);
  const late = await readLateEntries({ pool }, id);
  const { rows: sums } = await pool.query<{ sum: string }>(
    `select coalesce(sum(l.delta), 0)::text as sum from ledger l join races r on r.id = $1
     where l.occurred_at >= r.starts_at and l.occurred_at < r.ends_at`,
    [id],
  );
  const counted = rows.reduce((sum, row) => sum + row.score, 0n);
  const all = counted + late.reduce((sum, entry) => sum + entry.counted, 0n);
  return { isRight: counted === board.totalScore && all === BigInt(sums[0]?.sum ?? 0), late: BigInt(late.length) };
}
