import type { Pool } from "pg";
import { describe, expect, it, vi } from "vitest";
import { startNameBook } from "../../core/players/name-book.js";
import { publicNames } from "../../core/players/public-names.js";
import type { PlayerId } from "../../wire/ids.js";
import { createTestDatabase } from "../_database.js";
import { addPlayers, addSource, testContext } from "./_world.js";

/** For a machine that is busy with other tests: the condition is waited for, not this time. */
const FILLING_MS = 10_000;

/** Counts the queries that ask for names. */
function countNameQueries(pool: Pool): () => number {
  const query = vi.spyOn(pool, "query");
  return () => query.mock.calls.filter(([asked]) => JSON.stringify(asked).includes("public-names")).length;
}

async function link(pool: Pool, player: PlayerId, alias: string): Promise<void> {
  await pool.query("insert into telegram_users (id, first_name, alias, alias_key) values (7, 'Ann', $1, lower($1))", [
    alias,
  ]);
  await pool.query(
    `insert into links (user_id, source_id, player_id, state, proof, proven_at, decided_at) select 7, source_id, id, 'approved', 'review', now(), now() from players where id = $1`,
    [player],
  );
}

describe("the name book", () => {
  it("shows every change of a name that anybody makes, and asks the database for none of the others", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 5_000);
    const [first, second] = players;
    await using book = startNameBook(testContext(pool), database.url);
    // Each process has a book of its own, and all of them hear of every change.
    await using other = startNameBook(testContext(pool), database.url);
    const asked = countNameQueries(pool);
    // The book is filled in steps; then no page costs a query.
    await vi.waitFor(async () => {
      const before = asked();
      await book.of(players);
      expect(asked()).toBe(before);
    }, FILLING_MS);
    const changes: (() => Promise<unknown>)[] = [
      () => pool.query("update players set name = 'renamed_one' where id = $1", [first]),
      () => link(pool, second!, "Champion"),
      () => pool.query("update telegram_users set alias = 'Winner', alias_key = 'winner' where id = 7"),
      () =>
        pool.query(`update telegram_users set settings = '{"nameDisplay": "hidden"}', alias = null, alias_key = null`),
      () => pool.query("update links set state = 'ended', ended_at = now() where state = 'approved'"),
      () => pool.query("update operator_settings set show_full_names = true"),
      () => pool.query("update players set is_private = true where id = $1", [first]),
      () => pool.query("update players set is_anonymous = true where id = $1", [second]),
    ];
    let shown = await book.of([first!, second!]);
    for (const change of changes) {
      const before = [book.version, other.version] as const;
      await change();
      await vi.waitFor(
        () => expect([book.version > before[0], other.version > before[1]]).toEqual([true, true]),
        FILLING_MS,
      );
      const now = await book.of([first!, second!]);
      expect(now).not.toEqual(shown);
      expect(now).toEqual(await publicNames(pool, [first!, second!]));
      expect(now).toEqual(await other.of([first!, second!]));
      shown = now;
    }
  });

  it("remembers nothing while it cannot hear of changes, and begins anew when it can", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const [player] = await addPlayers(pool, source, 1);
    await using book = startNameBook(testContext(pool), database.url);
    const asked = countNameQueries(pool);
    const costsNothing = async () => {
      const before = asked();
      await book.of([player!]);
      return asked() === before;
    };
    await vi.waitFor(async () => expect(await costsNothing()).toBe(true), FILLING_MS);
    const { version } = book;
    await pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'goatedvips-listen' and datname = current_database()",
    );
    await vi.waitFor(() => expect(book.version).toBeGreaterThan(version), FILLING_MS);
    await pool.query("update players set name = 'unheard' where id = $1", [player]);
    expect(await book.of([player!])).toEqual(await publicNames(pool, [player!]));
    await vi.waitFor(async () => expect(await costsNothing()).toBe(true), FILLING_MS);
    expect(await book.of([player!])).toEqual(await publicNames(pool, [player!]));
  }, 20_000);
});
