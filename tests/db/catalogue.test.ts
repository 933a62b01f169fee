import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { migrate } from "../../db/migrate.js";
import { createTestDatabase } from "../_database.js";

/** Every breach of our rules for tables that the catalogue shows, as `rule: object`. */
const VIOLATIONS = `
  select 'time without zone: ' || table_name || '.' || column_name as violation from information_schema.columns
    where table_schema = 'public' and data_type in ('timestamp without time zone', 'time without time zone', 'date')
      -- A day as another program told it: there is no instant behind it, and nothing is computed from it.
      and (table_name, column_name) <> ('imported_winners', 'ended_on')
  union all
  select 'float: ' || table_name || '.' || column_name from information_schema.columns
    where table_schema = 'public' and data_type in ('real', 'double precision', 'money')
  union all
  select 'no primary key: ' || c.relname from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and not exists (select from pg_constraint p where p.conrelid = c.oid and p.contype = 'p')
  union all
  -- A foreign key is indexed when an index leads with its columns, in any order, and leaves out at most its nulls.
  select 'foreign key without index: ' || f.conname from pg_constraint f
    where f.contype = 'f' and f.connamespace = 'public'::regnamespace and not exists (
      select from pg_index i where i.indrelid = f.conrelid
        and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = (
          select format('(%I IS NOT NULL)', a.attname) from pg_attribute a
          where a.attrelid = f.conrelid and a.attnum = f.conkey[1] and cardinality(f.conkey) = 1))
        and (select array_agg(k order by k) from unnest((i.indkey::smallint[])[0:cardinality(f.conkey) - 1]) k)
          = (select array_agg(k order by k) from unnest(f.conkey) k))
  union all
  select 'not validated: ' || conname from pg_constraint where connamespace = 'public'::regnamespace and not convalidated`;

async function violations(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ violation: string }>(VIOLATIONS);
  return rows.map((row) => row.violation);
}

describe("the database catalogue", () => {
  it("breaks none of our rules", async () => {
    await using database = await createTestDatabase();
    expect(await violations(database.pool)).toEqual([]);
  });

  it("is found out when it does (control)", async () => {
    await using database = await createTestDatabase();
    await database.pool.query(`
      create table bad (at timestamp, weight real, player bigint references players (id))`);
    expect((await violations(database.pool)).map((text) => text.split(":")[0])).toEqual([
      "time without zone",
      "float",
      "no primary key",
      "foreign key without index",
    ]);
  });
});

describe("append-only tables", () => {
  it.each(["ledger", "audit_log", "race_events", "player_names", "payout_rollovers"])(
    "%s refuses UPDATE, DELETE and TRUNCATE",
    async (table) => {
      await using database = await createTestDatabase();
      for (const statement of [`delete from ${table}`, `truncate ${table} cascade`]) {
        await expect(database.pool.query(statement)).rejects.toMatchObject({ code: "23001" });
      }
      const { rows } = await database.pool.query<{ column_name: string }>(
        "select column_name from information_schema.columns where table_name = $1 and is_identity = 'NO' limit 1",
        [table],
      );
      const column = rows[0]!.column_name;
      await expect(database.pool.query(`update ${table} set ${column} = ${column}`)).rejects.toMatchObject({
        code: "23001",
      });
    },
  );
});

describe("players and sources, to which the ledger has no foreign key", () => {
  it.each([
    "delete from players",
    "truncate players cascade",
    "update players set source_id = source_id",
    "delete from sources",
    "truncate sources cascade",
  ])("stay: %s is refused", async (statement) => {
    await using database = await createTestDatabase();
    await expect(database.pool.query(statement)).rejects.toMatchObject({ code: "23001" });
  });
});

describe("migrating", () => {
  it("runs once when eight processes start together on an empty database", async () => {
    await using database = await createTestDatabase();
    await database.pool.query("drop schema public cascade; drop schema drizzle cascade; create schema public");
    await Promise.all(Array.from({ length: 8 }, () => migrate(database.url)));
    const { rows } = await database.pool.query<{ runs: number; distinct_runs: number; eras: number }>(`
      select (select count(*)::int from drizzle.__drizzle_migrations) as runs,
             (select count(distinct hash)::int from drizzle.__drizzle_migrations) as distinct_runs,
             (select count(*)::int from ledger_eras) as eras`);
    expect(rows[0]!.runs).toBe(rows[0]!.distinct_runs);
    expect(rows[0]!.eras).toBe(1);
  });

  it("begins a new ledger era when the entries were written by another cluster", async () => {
    await using database = await createTestDatabase();
    await database.pool.query("update ledger_eras set cluster = 'the cluster before the restore'");
    await migrate(database.url);
    const { rows } = await database.pool.query<{ id: number; epoch: string }>(
      "select id, epoch from ledger_eras order by id",
    );
    expect(rows.map((row) => row.id)).toEqual([1, 2]);
    expect(rows[0]!.epoch).not.toBe(rows[1]!.epoch);
  });
});
