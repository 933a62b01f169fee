import type { Pool, PoolClient } from "pg";
import type { FeedSitting } from "../feed/sitting.js";
import { compare, type BenchResult } from "../report.js";
import { takeTurns } from "../take-turns.js";

/** What both tables hold before it is measured: a year, so that eleven of twelve parts are at rest. */
const BACKLOG = 1_200_000;
const MONTHS = 12;
const ROWS = 20_000;

/** One table, with the ledger's columns, checks and indexes. */
const WHOLE = "create table bench_whole (like ledger including defaults including constraints including indexes)";

/**
 * The same in parts by month. A unique key of a partitioned table has to hold the column that parts it, so the key of a
 * wager lives in a narrow table of its own, which says in which part its entries are.
 */
const PARTS = `
  create table bench_parts (like ledger including defaults including constraints) partition by range (recorded_at);
  create index on bench_parts (source_id, kind, ref, seq);
  create index on bench_parts (era, xid);
  create index on bench_parts (source_id, player_id, occurred_at);
  create index on bench_parts using brin (occurred_at);
  create table bench_keys (source_id smallint, kind text, ref text, seq integer, month date not null,
    primary key (source_id, kind, ref, seq))`;

const month = (at: number): string => `date '2026-01-01' + interval '${at} months'`;
const COLUMNS = "id, source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, era, recorded_at";

/** Rows `from` to `to` of an invented history; the first twelve hundred thousand fill the year evenly. */
const entries = (): string => `
  select g as id, 1::smallint as source_id, 'wager' as kind, 'w_' || lpad(g::text, 9, '0') as ref, 1 as seq,
    (g * 7919) % 10000 + 1 as player_id, 1 as revision, 12340000 as amount, 12340000 as delta, at as occurred_at,
    1 as era, at as recorded_at
  from generate_series($1::bigint, $2::bigint) g,
    lateral (select timestamptz '2026-01-01Z' + least(g::float8 / ${BACKLOG}, 0.999) * interval '360 days' as at) t`;

const INTO_WHOLE = `insert into bench_whole (${COLUMNS}) ${entries()} on conflict do nothing`;
const INTO_PARTS = `
  with new as materialized (${entries()}),
  keys as (
    insert into bench_keys select source_id, kind, ref, seq, date_trunc('month', recorded_at) from new
    on conflict do nothing returning source_id, kind, ref, seq
  )
  insert into bench_parts (${COLUMNS}) select ${COLUMNS} from new join keys using (source_id, kind, ref, seq)`;

/** S2: what it costs to write into a ledger in monthly parts, against one table, while all indexes fit into memory. */
export async function measureParts({ field, rounds, seconds, tell }: FeedSitting): Promise<BenchResult[]> {
  const client = await field.pool.connect();
  try {
    await build(client);
    let next = BACKLOG;
    const rate = async (text: string): Promise<number> => {
      const started = performance.now();
      let rows = 0;
      for (; performance.now() - started < seconds * 1_000; rows += ROWS) {
        await client.query(text, [next + 1, next + ROWS]);
        next += ROWS;
      }
      return rows / ((performance.now() - started) / 1_000);
    };
    const [whole = [], parts = []] = await takeTurns(
      [
        { name: "one table, rows/s", run: () => rate(INTO_WHOLE) },
        { name: "monthly parts, rows/s", run: () => rate(INTO_PARTS) },
      ],
      rounds,
      tell,
    );
    const newest = await sizes(field.pool);
    return [
      compare({
        id: "S2",
        name: "entries written into a ledger in monthly parts",
        unit: "rows/s",
        controlName: "one table",
        target: { at: "least", value: 0.5 },
        runs: { product: parts, control: whole },
        note: `indexes that every insert touches: ${newest.parts} MB in parts with their keys, ${newest.whole} MB in one table`,
      }),
    ];
  } finally {
    client.release(true);
    await field.pool.query("drop table if exists bench_whole, bench_parts, bench_keys");
  }
}

async function build(client: PoolClient): Promise<void> {
  await client.query("set statement_timeout = 0");
  await client.query(`${WHOLE}; ${PARTS}`);
  for (let at = 0; at < MONTHS; at++) {
    await client.query(
      `create table bench_parts_${at} partition of bench_parts for values from (${month(at)}) to (${month(at + 1)})`,
    );
  }
  await client.query(INTO_WHOLE, [1, BACKLOG]);
  await client.query(INTO_PARTS, [1, BACKLOG]);
  await client.query("vacuum analyze bench_whole");
  await client.query("vacuum analyze bench_parts");
  await client.query("checkpoint");
}

/** Megabytes of the indexes that the newest entries go into: when these pass the memory, every insert reads. */
async function sizes(pool: Pool): Promise<{ whole: number; parts: number }> {
  const { rows } = await pool.query<{ whole: string; parts: string }>(
    `select pg_indexes_size('bench_whole') as whole,
       pg_indexes_size('bench_parts_${MONTHS - 1}') + pg_indexes_size('bench_keys') as parts`,
  );
  const [row] = rows;
  return { whole: Math.round(Number(row?.whole) / 1e6), parts: Math.round(Number(row?.parts) / 1e6) };
}
