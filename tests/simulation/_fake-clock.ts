import { Pool } from "pg";
import type { TestDatabase } from "../_database.js";

export interface FakeClock extends AsyncDisposable {
  /** Connections on which the database's own clock stands where it was set. */
  readonly pool: Pool;
  now(): Date;
  set(to: Date): Promise<void>;
}

/**
 * Puts a clock set by hand in the place of the database's: functions of the same name in a schema that is searched
 * before `pg_catalog`. Defaults of columns were bound when they were made, so they are bound anew.
 */
export async function fakeDatabaseClock(database: TestDatabase, start: Date): Promise<FakeClock> {
  await database.pool.query(`
    create schema fake;
    create table fake.moment (at timestamptz not null);
    create function fake.clock_timestamp() returns timestamptz language sql volatile as 'select at from fake.moment';
    create function fake.now() returns timestamptz language sql stable as 'select at from fake.moment'`);
  await database.pool.query("insert into fake.moment values ($1)", [start]);
  await database.pool.query(`
    do $$
    declare it record;
    begin
      for it in select c.oid::regclass as t, a.attname as c, pg_get_expr(d.adbin, d.adrelid) as e
                from pg_attrdef d join pg_class c on c.oid = d.adrelid join pg_namespace n on n.oid = c.relnamespace
                join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
                where n.nspname = 'public' and pg_get_expr(d.adbin, d.adrelid) ~ '(clock_timestamp|now)\\(\\)'
      loop
        execute format('alter table %s alter column %I set default %s', it.t, it.c,
                       regexp_replace(it.e, '(clock_timestamp|now)\\(\\)', 'fake.\\1()', 'g'));
      end loop;
    end $$`);
  const pool = new Pool({
    connectionString: database.url,
    application_name: "test",
    options: "-c search_path=fake,pg_catalog,public",
  });
  pool.on("error", () => undefined);
  let now = start;
  return {
    pool,
    now: () => new Date(now),
    async set(to) {
      now = to;
      await pool.query("update fake.moment set at = $1", [to]);
    },
    [Symbol.asyncDispose]: () => pool.end(),
  };
}
