import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DeliveryKeeper } from "../../core/ledger/forget-deliveries.js";
import { addSource, settableClock } from "../core/_world.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";

const NOW = "2026-11-22T10:00:00Z";
const DAY_MS = 86_400_000;
const ago = (days: number) => new Date(Date.parse(NOW) - days * DAY_MS);

let database: TestDatabase;
let source: number;
beforeEach(async () => {
  database = await createTestDatabase();
  source = await addSource(database.pool, "casino");
});
afterEach(() => database[Symbol.asyncDispose]());

async function receive(id: string, days: number, outcome = "accepted"): Promise<void> {
  await database.pool.query(
    `insert into webhook_inbox (source_id, delivery_id, body_sha256, body, outcome, received_at)
     values ($1, $2, sha256('x'), decode(repeat('ab', 1500), 'hex'), $3, $4)`,
    [source, id, outcome, ago(days)],
  );
}

async function race(id: string, status: string, started: number, lastEvent: number): Promise<void> {
  await database.pool.query(
    `insert into races (id, title, status, starts_at, ends_at, time_zone, tie_rule, min_wager, newcomers, grace_minutes, dispute_hours)
     values ($1, 'R', $2, $3::timestamptz, $3::timestamptz + interval '7 days', 'UTC', 'split', 0, 'ask', 15, 48)`,
    [id, status, ago(started)],
  );
  await database.pool.query("insert into race_events (race_id, event, actor, at) values ($1, $2, 'system', $3)", [
    id,
    status,
    ago(lastEvent),
  ]);
}

const kept = async () =>
  (
    await database.pool.query<{ id: string }>("select delivery_id as id from webhook_inbox order by received_at, 1")
  ).rows.map(({ id }) => id);

describe("posts of casinos", () => {
  it("are kept for 90 days, as long as they are quarantined, and no longer", async () => {
    await receive("long ago", 91);
    await receive("long ago, not understood", 91, "quarantined");
    await receive("lately", 89);
    expect(await new DeliveryKeeper({ pool: database.pool, clock: settableClock(NOW) }).step()).toBe(1);
    expect(await kept()).toEqual(["long ago, not understood", "lately"]);
  });

  it.each([
    ["is open, however long", "provisional", 100, 95, ["later"]],
    ["became final within 30 days", "final", 200, 29, ["earlier", "later"]],
    ["became final longer ago", "final", 200, 31, []],
    ["is to begin one day", "scheduled", -5, 60, []],
  ])("of a race that %s", async (_what, status, started, lastEvent, left) => {
    await race("AAAAAAAAAA", status, started, lastEvent);
    await receive("earlier", 110);
    await receive("later", 99);
    await new DeliveryKeeper({ pool: database.pool, clock: settableClock(NOW) }).step();
    expect(await kept()).toEqual(left);
  });

  it("are looked at a stretch at a time, then not again for hours", async () => {
    for (let at = 0; at < 40; at++) await receive(`${at}`, at % 2 === 0 ? 100 : 1);
    const clock = settableClock(NOW);
    const keeper = new DeliveryKeeper({ pool: database.pool, clock }, 2);
    const steps: number[] = [];
    while ((await kept()).length > 20) steps.push(await keeper.step());
    expect(steps.length, "40 posts of 1.5 KB lie in more than two blocks").toBeGreaterThan(2);
    expect(Math.max(...steps)).toBeLessThan(10);

    const { rows } = await database.pool.query<{ blocks: number }>(
      "select (pg_relation_size('webhook_inbox') / 8192)::int as blocks",
    );
    while (steps.length * 2 < rows[0]!.blocks) steps.push(await keeper.step());
    await receive("came later", 100);
    expect(await keeper.step(), "it rests").toBe(0);
    clock.set("2026-11-22T17:00:00Z");
    for (let step = 0; step < steps.length; step++) await keeper.step();
    expect(await kept()).not.toContain("came later");
    expect(await kept()).toHaveLength(20);
  });
});
