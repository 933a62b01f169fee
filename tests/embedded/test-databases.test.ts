import { expect, inject, test } from "vitest";
import { createTestDatabase } from "../_database.js";

test("each test database is migrated and apart from the others", async () => {
  await using first = await createTestDatabase();
  await using second = await createTestDatabase();
  await first.pool.query("create table only_here (id int)");
  const tables = async (database: typeof first): Promise<string[]> =>
    (
      await database.pool.query<{ name: string }>(
        "select table_name as name from information_schema.tables where table_schema = 'public'",
      )
    ).rows.map(({ name }) => name);
  expect(await tables(first)).toContain("only_here");
  expect(await tables(second)).not.toContain("only_here");
  expect((await tables(second)).length).toBeGreaterThan(10);
});

test("a disposed database is gone even when somebody is still connected to it", async () => {
  const stranger = await createTestDatabase();
  const name = new URL(stranger.url).pathname.slice(1);
  {
    await using database = stranger;
    await database.pool.query("select 1");
  }
  await using witness = await createTestDatabase();
  expect((await witness.pool.query("select 1 from pg_database where datname = $1", [name])).rowCount).toBe(0);
});

test("a client that was not released fails the disposal", async () => {
  const database = await createTestDatabase();
  await database.pool.connect();
  await expect(database[Symbol.asyncDispose]()).rejects.toThrow("1 client(s)");
});

test("the template cannot be connected to", async () => {
  const { adminUrl, template } = inject("testCluster");
  await using database = await createTestDatabase();
  const { rows } = await database.pool.query<{ open: boolean }>(
    "select datallowconn as open from pg_database where datname = $1",
    [template],
  );
  expect(new URL(adminUrl).hostname).toBe("127.0.0.1");
  expect(rows).toEqual([{ open: false }]);
});
