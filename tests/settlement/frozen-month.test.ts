import { expect, it } from "vitest";
import { createRace } from "../../core/races/create-race.js";
import { RaceLifeCycle } from "../../core/settlement/run-life-cycle.js";
import { createTestDatabase } from "../_database.js";
import { fencePasses } from "../_fence.js";
import { polledWorld, type PolledWorld } from "../sources/_polled.js";
import { statusOf } from "./_race.js";

const HOUR = 3_600_000;
const PAID = 5;

/** Players by wager of the window, best first: by the casino's books, or by what its counter of the month told of it. */
function best(world: PolledWorld, from: Date, to: Date): string[] {
  return world.casino.house.accounts
    .map(({ uid }) => ({ uid, wagered: world.casino.house.between(uid, from, to) }))
    .sort((a, b) => (a.wagered < b.wagered ? 1 : -1))
    .slice(0, PAID)
    .map(({ uid }) => uid);
}

it("a race while the month's counter stands still is settled by itself with the right winners, and the operator is told", async () => {
  await using database = await createTestDatabase();
  await using world = await polledWorld(database, {
    players: 60,
    activeShare: 1,
    betsPerHour: 120,
    intervalSeconds: 900,
  });
  const { context, clock, pool, casino } = world;
  await world.poll(4);
  casino.faults.switch("freeze-month", true);
  const frozenAt = clock.now();
  const startsAt = new Date(Math.ceil((frozenAt.getTime() + HOUR) / HOUR) * HOUR);
  const endsAt = new Date(startsAt.getTime() + 24 * HOUR);
  const prizes = ["500.00", "250.00", "100.00", "50.00", "25.00"];
  const window = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
  const race = await createRace(
    context,
    { title: "March", ...window, prizes, graceMinutes: 120, disputeHours: 24 },
    "test",
  );
  const cycle = new RaceLifeCycle(context);
  while (clock.now().getTime() < endsAt.getTime() + 4 * HOUR) {
    await world.poll();
    await fencePasses(pool);
    await cycle.round();
  }
  const { rows: found } = await pool.query<{ kind: string; field: string; is_blocking: boolean }>(
    "select kind, field, is_blocking from source_findings where ended_at is null",
  );
  expect(found).toContainEqual({ kind: "counter_frozen", field: "this_month", is_blocking: false });
  expect(await statusOf(pool, race)).toBe("provisional");
  const { rows } = await pool.query<{ uid: string }>(
    `select p.external_id as uid from race_result_rows r join race_results x on x.id = r.result_id
     join players p on p.id = r.player_id where x.race_id = $1 order by r.position limit ${PAID}`,
    [race],
  );
  const winners = rows.map(({ uid }) => uid);
  expect(winners).toEqual(best(world, startsAt, endsAt));
  // The counter told nothing of the window: whoever ranks by it pays those who led when it stopped (control).
  expect(winners).not.toEqual(best(world, new Date(0), frozenAt));
});
