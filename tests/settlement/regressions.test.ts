import { expect, it } from "vitest";
import type { Log } from "../../core/log.js";
import { RaceLifeCycle } from "../../core/settlement/run-life-cycle.js";
import { createTestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { endedRace, statusOf, USD } from "./_race.js";

it("2: a settlement that throws stores nothing and is told; the other races go on, and it is made later", async () => {
  await using database = await createTestDatabase();
  const { pool } = database;
  const errors: { race?: unknown }[] = [];
  const log: Log = {
    debug() {},
    info() {},
    warn() {},
    error: (fields) => void errors.push(fields),
    child: () => log,
  };
  const source = await addSource(pool, "casino");
  const [player] = await addPlayers(pool, source, 1);
  const [bad, good] = [await endedRace(pool, { disputeHours: 24 }), await endedRace(pool, { disputeHours: 24 })];
  await addEntries(pool, [{ source, player: player!, delta: 10n * USD, at: bad.startsAt }]);
  // Only the first has rows to write; it fails in their midst, as with a full disk.
  await pool.query(`
    create function fail_here() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$;
    create trigger fail_here before insert on race_result_slices for each row execute function fail_here()`);
  const cycle = new RaceLifeCycle(testContext(pool, { log }));
  await cycle.round();
  expect([await statusOf(pool, bad.id), await statusOf(pool, good.id)]).toEqual(["settling", "provisional"]);
  expect(errors).toMatchObject([{ race: bad.id }]);
  const stored = await pool.query("select from race_results where race_id = $1", [bad.id]);
  expect(stored.rows).toHaveLength(0);
  await pool.query("drop trigger fail_here on race_result_slices");
  await cycle.round();
  expect(await statusOf(pool, bad.id)).toBe("provisional");
  const { rows } = await pool.query<{ score: string }>(
    "select r.score::text from race_result_rows r join race_results x on x.id = r.result_id where x.race_id = $1",
    [bad.id],
  );
  expect(rows).toEqual([{ score: String(10n * USD) }]);
});
