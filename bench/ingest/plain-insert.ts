import { Client } from "pg";
import { plainArray, textArray } from "../../core/ledger/array-literal.js";

/**
 * The control of the batch endpoint: the same wagers, 100 a statement, into a table with nothing but a primary key, from
 * two connections. No HTTP, no signature, no players, no second index, no inbox.
 * @returns rows a second
 */
export async function insertPlainly(url: string, seconds: number): Promise<number> {
  const setup = new Client({ connectionString: url });
  await setup.connect();
  await setup.query(`
    create table if not exists bench_plain (source_id smallint, ref text, player_id bigint, revision bigint, amount bigint,
      occurred_at timestamptz, category text, game text, primary key (source_id, ref))`);
  await setup.query("truncate bench_plain");
  const ends = performance.now() + seconds * 1_000;
  const started = performance.now();
  const rows = await Promise.all([0, 1].map((lane) => insertLane(url, lane, ends)));
  const elapsed = (performance.now() - started) / 1_000;
  await setup.query("drop table bench_plain");
  await setup.end();
  return rows.reduce((sum, count) => sum + count, 0) / elapsed;
}

const INSERT = `
  insert into bench_plain
  select 1, * from unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[], $6::text[], $7::text[])
  on conflict do nothing`;
const ROWS = 100;

async function insertLane(url: string, lane: number, ends: number): Promise<number> {
  const client = new Client({ connectionString: url });
  await client.connect();
  let rows = 0;
  const same = <Value>(value: Value): Value[] => Array.from({ length: ROWS }, () => value);
  while (performance.now() < ends) {
    const refs = Array.from({ length: ROWS }, (_, index) => `w_${lane}_${String(rows + index).padStart(9, "0")}`);
    const values = [
      textArray(refs),
      plainArray(refs.map((_, index) => (rows + index) % 10_000)),
      plainArray(same(1)),
      plainArray(same(12_340_000)),
      textArray(same("2026-11-22T09:59:58.120Z")),
      textArray(same("originals")),
      textArray(same("Plinko")),
    ];
    await client.query({ name: "plain", text: INSERT, values });
    rows += ROWS;
  }
  await client.end();
  return rows;
}
