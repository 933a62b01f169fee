import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { listPayouts, payoutHistory } from "../../core/payouts/list-payouts.js";
import { expirePayouts } from "../../core/payouts/payouts-by-clock.js";
import { asTemplate, changeRace } from "../../core/races/change-race.js";
import { endRaceEarly } from "../../core/races/move-end.js";
import { canonicalRules } from "../../core/races/race-rules.js";
import { createDueRaces, createSeries, type RaceTemplate } from "../../core/races/race-series.js";
import { readRace } from "../../core/races/read-races.js";
import { voidRace } from "../../core/races/void-race.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { readResultText } from "../../core/settlement/read-result.js";
import { correctResult, settleRace } from "../../core/settlement/settle-race.js";
import { raceView } from "../../core/views/race-view.js";
import { verifyResult } from "../../proof/verify-result.js";
import type { RaceId } from "../../wire/ids.js";
import { microUsd } from "../../wire/money.js";
import { createTestDatabase } from "../_database.js";
import { fencePasses } from "../_fence.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { endedRace, eventsOf, statusOf, USD } from "./_race.js";

const DAY = 86_400_000;
const RULES = { claimDays: 7, unclaimed: "roll_over" } as const;

/** A series whose first race is final and owes 50 and 25 USD to two players, and whose second waits for its start. */
async function twoOfSeries(pool: Pool, more: Partial<RaceTemplate> = {}) {
  const context = testContext(pool);
  const source = await addSource(pool, "casino");
  const players = await addPlayers(pool, source, 2);
  const template = { title: "Daily", prizes: ["50.00", "25.00"], disputeHours: 0, graceMinutes: 0, ...more };
  const firstStart = new Date(Date.now() - DAY / 2).toISOString().slice(0, 16);
  const rule = { firstStart, timeZone: "UTC", unit: "day", every: 1 } as const;
  const { race: first } = await createSeries(context, { template, rule }, "user:1");
  const [second] = await createDueRaces(context);
  const { startsAt } = (await readRace(pool, first))!;
  const wager = (at: number, usd: bigint) =>
    addEntries(pool, [{ source, player: players[at]!, delta: usd * USD, at: startsAt }]);
  await wager(0, 30n);
  await wager(1, 20n);
  await fencePasses(pool);
  await endRaceEarly(context, first, "for the test", "user:1");
  await settleRace(context, first, "user:1");
  await finalizeRace(context, first, "user:1");
  return { context, first, second: second!, wager };
}

async function shownRules(pool: Pool, id: RaceId) {
  const nobody = { total: 0, totalScore: microUsd(0n), version: 1, epoch: "1", asOf: null, stale: false };
  return raceView((await readRace(pool, id))!, nobody).rules;
}

async function poolOf(pool: Pool, id: RaceId) {
  const { prizes, growth } = (await readRace(pool, id))!;
  return { prizes, limit: growth?.limit };
}

describe("the rules about claiming", () => {
  it("set how long prizes wait, stand in the hashed rules where they are not the usual ones, and can be checked", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const usual = await endedRace(pool);
    const source = await addSource(pool, "casino");
    const [player] = await addPlayers(pool, source, 1);
    const { id, startsAt } = await endedRace(pool, RULES);
    await addEntries(pool, [{ source, player: player!, delta: 5n * USD, at: startsAt }]);
    await settleRace(context, id, "user:1");
    await finalizeRace(context, id, "user:1");
    const [payout] = await listPayouts(context, { race: id, limit: 1 });
    expect(payout!.expiresAt.getTime() - payout!.createdAt.getTime()).toBe(7 * DAY);
    const { document, isGood } = await verifyResult(await readResultText(context, id));
    expect([isGood, document!.rules.claimDays, document!.rules.unclaimed]).toEqual([true, 7, "roll_over"]);
    // The usual rules are not written down: the hashes of races made before there were others stay what they were.
    expect(canonicalRules((await readRace(pool, usual.id))!)).not.toMatch(/claimDays|unclaimed/);
  });

  it("stay when something else is changed, and can be changed themselves", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const window = { startsAt: new Date(Date.now() + DAY), endsAt: new Date(Date.now() + 2 * DAY) };
    const { id } = await endedRace(pool, {
      ...RULES,
      startsAt: window.startsAt.toISOString(),
      endsAt: window.endsAt.toISOString(),
    });
    await changeRace(context, id, { title: "Other" }, "user:1");
    expect(await readRace(pool, id)).toMatchObject({ title: "Other", ...RULES });
    await changeRace(context, id, { claimDays: 14, unclaimed: "return" }, "user:1");
    expect(await readRace(pool, id)).toMatchObject({ claimDays: 14, unclaimed: "return" });
  });
});

describe("prizes that nobody claimed", () => {
  it("are added once to the first prize of the next race, however many schedulers look", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, first, second, wager } = await twoOfSeries(pool, {
      ...RULES,
      growth: { share: "0.01", limit: "100" },
    });
    const owed = await poolOf(pool, second);
    expect(owed).toEqual({ prizes: [5_000n, 2_500n], limit: 10_000n });
    await pool.query("update payouts set expires_at = now()");
    const passes = await Promise.all(Array.from({ length: 6 }, () => expirePayouts(context)));
    expect(passes.reduce((sum, count) => sum + count, 0)).toBe(2);
    // 1 % of 50 USD made the pool 75.50.
    const rolled = { prizes: [5_000n + 7_550n, 2_500n], limit: 10_000n + 7_550n };
    expect(await poolOf(pool, second)).toEqual(rolled);
    expect(await statusOf(pool, first)).toBe("paid");
    expect(await eventsOf(pool, second)).toEqual(["created", "changed"]);
    const payouts = await listPayouts(context, { race: first, limit: 5 });
    expect(payouts.map(({ state, rolledInto }) => [state, rolledInto])).toEqual([
      ["expired", second],
      ["expired", second],
    ]);
    const history = await payoutHistory(context, payouts[0]!.id);
    expect(history.map(({ event }) => event)).toEqual(["owed", "expired", "rolled_over"]);

    // A form that was filled in before overwrites nothing, whichever first prize it has; a public note does.
    for (const prize of ["50.00", "130.00"]) {
      await expect(changeRace(context, second, { prizes: [prize, "25.00"] }, "user:1")).rejects.toThrow(
        /is 125\.50 USD now, 75\.50 of them prizes of earlier races/,
      );
    }
    await changeRace(context, second, { prizes: ["125.50", "20.00"], title: "Daily!" }, "user:1");
    const template = asTemplate((await readRace(pool, second))!);
    expect([template.prizes, template.growth!.limit]).toEqual([["50.00", "20.00"], "100.00"]);
    expect(await shownRules(pool, second)).toMatchObject({
      rolledOver: "75.50",
      growth: { base: ["125.50", "20.00"] },
    });
    await changeRace(context, second, { prizes: ["60.00", "25.00"], note: "Less than we had promised" }, "user:1");
    expect(await shownRules(pool, second)).not.toHaveProperty("rolledOver");
    expect(asTemplate((await readRace(pool, second))!).prizes).toEqual(["60.00", "25.00"]);
    await changeRace(context, second, { prizes: ["130.00", "25.00"], note: "Five more from us" }, "user:1");
    await changeRace(context, second, { prizes: ["125.50", "25.00"], note: "As it was" }, "user:1");

    // What has gone to another race is not owed again: a correction owes only what is more than that.
    await wager(1, 20n);
    await correctResult(context, first, "a late delivery", "user:1");
    const open = await listPayouts(context, { race: first, states: ["owed"], limit: 5 });
    expect(open.map(({ amount }) => amount)).toEqual([5_047n - 2_517n]);
    expect(await poolOf(pool, second)).toEqual(rolled);

    await voidRace(context, second, "holidays", "user:1");
    const [after] = await listPayouts(context, { race: first, states: ["expired"], limit: 1 });
    expect(after!.rolledInto).toBeNull();
  });

  it("go back to the operator where the race says so, and where there is no next race", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, first, second } = await twoOfSeries(pool);
    await pool.query("update payouts set expires_at = now()");
    expect(await expirePayouts(context)).toBe(2);
    expect(await poolOf(pool, second)).toMatchObject({ prizes: [5_000n, 2_500n] });
    await voidRace(context, second, "holidays", "user:1");
    await pool.query("update payouts set state = 'owed'");
    await pool.query("update races set unclaimed = 'roll_over', status = 'final' where id = $1", [first]);
    expect(await expirePayouts(context)).toBe(2);
    const payouts = await listPayouts(context, { race: first, limit: 5 });
    expect(payouts.map(({ rolledInto }) => rolledInto)).toEqual([null, null]);
  });
});
