import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { ConflictError, InvalidInputError, NotFoundError } from "../../core/errors.js";
import { endRaceEarly } from "../../core/races/move-end.js";
import { createDueRaces, createSeries, listSeries, stopSeries } from "../../core/races/race-series.js";
import { windowAt } from "../../core/races/recurrence.js";
import { readRace } from "../../core/races/read-races.js";
import { voidRace } from "../../core/races/void-race.js";
import type { RaceId } from "../../wire/ids.js";
import type { RecurrenceRule } from "../../wire/race-series.js";
import { createTestDatabase } from "../_database.js";
import { addSource, testContext } from "../core/_world.js";
import { statusOf } from "../settlement/_race.js";

const DAY = 86_400_000;
const template = { title: "Every other day", prizes: ["50.00", "25.00"], disputeHours: 0, graceMinutes: 0 };

/** A rule whose occurrence 0 began `days` days ago at this hour of the day in UTC. */
function since(days: number, more: Partial<RecurrenceRule> = {}): RecurrenceRule {
  const firstStart = new Date(Date.now() - days * DAY).toISOString().slice(0, 16);
  return { firstStart, timeZone: "UTC", unit: "day", every: 2, ...more };
}

async function windowOf(pool: Pool, id: RaceId) {
  const race = await readRace(pool, id);
  return { startsAt: race!.startsAt, endsAt: race!.endsAt };
}

describe("a series of races", () => {
  it("begins with the window of this moment and always has the next race ready", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const rule = since(5);
    const { id, race } = await createSeries(context, { template, rule }, "user:1");
    expect(await windowOf(pool, race)).toEqual(windowAt(rule, 2));
    expect(await statusOf(pool, race)).toBe("live");
    const [next] = await createDueRaces(context);
    expect(await windowOf(pool, next!)).toEqual(windowAt(rule, 3));
    expect(await statusOf(pool, next!)).toBe("scheduled");
    expect(await createDueRaces(context)).toEqual([]);
    expect(await listSeries(context)).toMatchObject([
      { id, title: template.title, isActive: true, races: [next, race] },
    ]);
  });

  it("does not undo an early end, and keeps the place and the length of the next window", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const rule = since(1);
    const { race } = await createSeries(context, { template, rule }, "user:1");
    await endRaceEarly(context, race, "enough", "user:1");
    const ended = await windowOf(pool, race);
    const [next] = await createDueRaces(context);
    expect(await windowOf(pool, next!)).toEqual(windowAt(rule, 1));
    expect(await windowOf(pool, race)).toEqual(ended);
    await voidRace(context, next!, "holidays", "user:1");
    const [after] = await createDueRaces(context);
    expect(await windowOf(pool, after!)).toEqual(windowAt(rule, 2));
  });

  it("makes one race however many schedulers look at once", async () => {
    await using database = await createTestDatabase();
    const context = testContext(database.pool);
    await createSeries(context, { template, rule: since(1) }, "user:1");
    const made = await Promise.all(Array.from({ length: 8 }, () => createDueRaces(context)));
    expect(made.flat()).toHaveLength(1);
  });

  it("that makes no valid race any more keeps no other from going on", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    await addSource(pool, "casino");
    await createSeries(context, { template: { ...template, sources: ["casino"] }, rule: since(1) }, "user:1");
    const good = await createSeries(context, { template, rule: since(1) }, "user:1");
    await pool.query(
      `update race_series set template = jsonb_set(template, '{sources}', '["gone"]') where template ? 'sources'`,
    );
    expect(await createDueRaces(context)).toHaveLength(1);
    expect((await listSeries(context)).find(({ id }) => id === good.id)!.races).toHaveLength(2);
  });

  it("is refused with everything that is wrong, and leaves nothing behind", async () => {
    await using database = await createTestDatabase();
    const context = testContext(database.pool);
    const attempt = (rule: RecurrenceRule, more = {}) =>
      createSeries(context, { template: { ...template, ...more }, rule }, "user:1");
    await expect(attempt(since(1, { timeZone: "Mars" }))).rejects.toBeInstanceOf(InvalidInputError);
    await expect(attempt(since(1, { every: 0, firstStart: "tomorrow" }))).rejects.toMatchObject({
      issues: [{ path: "rule.firstStart" }, { path: "rule.every" }],
    });
    await expect(attempt(since(1, { firstStart: "2026-13-40T00:00" }))).rejects.toBeInstanceOf(InvalidInputError);
    await expect(attempt(since(1), { prizes: ["1.00", "2.00"] })).rejects.toBeInstanceOf(InvalidInputError);
    await expect(attempt(since(1), { title: " " })).rejects.toBeInstanceOf(InvalidInputError);
    expect(await listSeries(context)).toEqual([]);
  });

  it("stops once, and its races stay", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const { id, race } = await createSeries(context, { template, rule: since(1) }, "user:1");
    await stopSeries(context, id);
    expect(await createDueRaces(context)).toEqual([]);
    expect(await statusOf(pool, race)).toBe("live");
    await expect(stopSeries(context, id)).rejects.toBeInstanceOf(ConflictError);
    await expect(stopSeries(context, "77")).rejects.toBeInstanceOf(NotFoundError);
  });
});
