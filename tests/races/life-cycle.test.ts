import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConflictError, InvalidInputError, NotFoundError } from "../../core/errors.js";
import { advanceRaces } from "../../core/races/advance-races.js";
import { changeRace } from "../../core/races/change-race.js";
import { createRace, publishRace } from "../../core/races/create-race.js";
import { endRaceEarly, extendRace } from "../../core/races/move-end.js";
import { allowedActions, type RaceAction } from "../../core/races/race-moves.js";
import { canonicalRules, rulesHash } from "../../core/races/race-rules.js";
import { readRace } from "../../core/races/read-races.js";
import { voidRace } from "../../core/races/void-race.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { readResultText } from "../../core/settlement/read-result.js";
import { RaceLifeCycle } from "../../core/settlement/run-life-cycle.js";
import { correctResult, settleRace } from "../../core/settlement/settle-race.js";
import { verifyResult } from "../../proof/verify-result.js";
import { parseRaceId, type RaceId } from "../../wire/ids.js";
import type { RaceStatus } from "../../wire/race.js";
import type { Pool } from "pg";
import { createTestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { endedRace, eventsOf, MINUTE, statusOf, USD } from "../settlement/_race.js";

const HOUR = 60 * MINUTE;

function fromNow(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

async function liveRace(pool: Pool, overrides: Partial<Parameters<typeof createRace>[1]> = {}): Promise<RaceId> {
  return createRace(
    testContext(pool),
    { title: "Live", startsAt: fromNow(-HOUR), endsAt: fromNow(HOUR), prizes: ["10.00"], ...overrides },
    "test",
  );
}

/** Everything anybody can try to do to a race. */
const ATTEMPTS: Record<Exclude<RaceAction, "dispute">, (pool: Pool, id: RaceId) => Promise<unknown>> = {
  publish: (pool, id) => publishRace(testContext(pool), id, "a"),
  change: (pool, id) => changeRace(testContext(pool), id, { prizes: ["12.00", "5.00"], note: "more prizes" }, "a"),
  extend: (pool, id) =>
    extendRace(testContext(pool), id, { endsAt: new Date(Date.now() + 3 * HOUR), reason: "more time" }, "a"),
  "end-early": (pool, id) => endRaceEarly(testContext(pool), id, "outage", "a"),
  settle: (pool, id) => settleRace(testContext(pool), id, "a"),
  finalize: (pool, id) => finalizeRace(testContext(pool), id, "a"),
  correct: (pool, id) => correctResult(testContext(pool), id, "late entry", "a"),
  void: (pool, id) => voidRace(testContext(pool), id, "called off", "a"),
};

const NEXT: Record<RaceAction, (from: RaceStatus) => RaceStatus> = {
  publish: () => "live",
  change: (from) => from,
  extend: (from) => from,
  "end-early": () => "settling",
  settle: () => "provisional",
  finalize: () => "final",
  correct: (from) => from,
  dispute: (from) => from,
  void: () => "void",
};

describe("the life of a race", () => {
  it("takes only the moves its state allows, whatever is tried in whatever order", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const [player] = await addPlayers(pool, source, 1);
    await addEntries(pool, [{ source, player: player!, delta: 5n * USD, at: new Date(Date.now() - MINUTE) }]);
    const actions = fc.array(fc.constantFrom(...(Object.keys(ATTEMPTS) as (keyof typeof ATTEMPTS)[])), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(fc.boolean(), actions, async (isDraft, sequence) => {
        const id = await createRace(
          testContext(pool),
          { title: "Any", startsAt: fromNow(-HOUR), endsAt: fromNow(HOUR), prizes: ["10.00"] },
          "test",
          { isDraft },
        );
        let status: RaceStatus = isDraft ? "draft" : "live";
        for (const action of sequence) {
          const allowed = allowedActions(status);
          const outcome = await ATTEMPTS[action](pool, id).then(
            () => "done",
            (error: unknown) => (error instanceof ConflictError ? error.allowed : error),
          );
          expect(outcome).toEqual(allowed.includes(action) ? "done" : allowed);
          if (outcome === "done") status = NEXT[action](status);
          expect(await statusOf(pool, id)).toBe(status);
        }
        const hasResult = ["provisional", "final"].includes(status);
        const faults = hasResult ? (await verifyResult(await readResultText({ pool }, id))).checks : [];
        expect(faults.filter((check) => !check.isGood)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it("goes from schedule to paid by itself in one round when nothing has to be waited for", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    await addSource(pool, "casino");
    const { id } = await endedRace(pool);
    await new RaceLifeCycle(testContext(pool)).round();
    expect(await eventsOf(pool, id)).toEqual(["created", "live", "settling", "provisional", "final", "paid"]);
  });

  it("waits for grace and dispute window, which settle and finalize cut short", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { id } = await endedRace(pool, { graceMinutes: 2, disputeHours: 1 });
    const cycle = new RaceLifeCycle(testContext(pool));
    await cycle.round();
    expect(await statusOf(pool, id)).toBe("settling");
    await settleRace(testContext(pool), id, "user:1");
    await cycle.round();
    expect(await statusOf(pool, id)).toBe("provisional");
    await finalizeRace(testContext(pool), id, "user:1");
    await cycle.round();
    expect(await statusOf(pool, id)).toBe("paid");
  });

  it("is never live past its end, and a clock past the end moves it although nobody looks", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { id } = await endedRace(pool, { graceMinutes: 15 });
    expect(await statusOf(pool, id)).toBe("settling");
  });

  it("is not settled by a clock that was set back before its end, whoever asks", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { id } = await endedRace(pool);
    await pool.query("update races set ends_at = now() + interval '1 hour' where id = $1", [id]);
    await expect(settleRace(testContext(pool), id, "user:1")).rejects.toMatchObject({
      code: "conflict",
      allowed: ["void"],
    });
    await pool.query("update races set ends_at = now() where id = $1", [id]);
    expect(await settleRace(testContext(pool), id, "user:1")).toMatchObject({ version: 1 });
  });

  it("refuses what does not exist", async () => {
    await using database = await createTestDatabase();
    const id = parseRaceId("NoSuchRace")!;
    for (const attempt of Object.values(ATTEMPTS)) {
      await expect(attempt(database.pool, id)).rejects.toBeInstanceOf(NotFoundError);
    }
  });
});

describe("rules", () => {
  it("freeze with their hash at the start; a change while live is a new version with a public note", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const id = await liveRace(pool);
    const frozen = (await readRace(pool, id))!;
    expect(frozen.rulesHash).toEqual(rulesHash(frozen));
    await expect(changeRace(testContext(pool), id, { prizes: ["20.00"] }, "a")).rejects.toBeInstanceOf(
      InvalidInputError,
    );
    await changeRace(
      testContext(pool),
      id,
      { prizes: ["20.00"], weights: { dice: "0.5" }, note: "sponsor doubles" },
      "a",
    );
    const changed = (await readRace(pool, id))!;
    expect(changed).toMatchObject({ rulesVersion: 2, title: "Live", prizes: [2_000n] });
    expect(changed.rulesHash).toEqual(rulesHash(changed));
    expect(changed.rulesXid).toBeGreaterThan(frozen.rulesXid);
    expect(changed.weights).toEqual(new Map([["dice", 500_000]]));
    const { rows } = await pool.query("select note from race_events where race_id = $1 and event = 'changed'", [id]);
    expect(rows).toEqual([{ note: "sponsor doubles" }]);
    await endRaceEarly(testContext(pool), id, "that was it", "a");
    await settleRace(testContext(pool), id, "a");
    const { document, checks } = await verifyResult(await readResultText({ pool }, id));
    expect(checks.filter((check) => !check.isGood)).toEqual([]);
    expect(document!.rulesHistory.map(({ version, note }) => [version, note])).toEqual([
      [1, null],
      [2, "sponsor doubles"],
      [3, "that was it"],
    ]);
  });

  it("change freely before the start, and nothing is written when anything is wrong", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    await addSource(pool, "casino");
    const id = await liveRace(pool, { startsAt: fromNow(HOUR), endsAt: fromNow(2 * HOUR) });
    const context = testContext(pool);
    await expect(
      changeRace(context, id, { prizes: ["1.00", "2.00"], minWager: "-1", endsAt: fromNow(0), timeZone: "Mars" }, "a"),
    ).rejects.toMatchObject({
      issues: [{ path: "endsAt" }, { path: "timeZone" }, { path: "minWager" }, { path: "prizes.1" }],
    });
    await expect(changeRace(context, id, { sources: ["nowhere"] }, "a")).rejects.toBeInstanceOf(InvalidInputError);
    const before = (await readRace(pool, id))!;
    await changeRace(context, id, { sources: ["casino"], cap: "500", minWager: "10", title: "New" }, "a");
    const after = (await readRace(pool, id))!;
    expect(after).toMatchObject({
      title: "New",
      sources: ["casino"],
      cap: 500n * USD,
      minWager: 10n * USD,
      rulesVersion: 1,
    });
    expect(canonicalRules(after)).not.toBe(canonicalRules(before));
    await changeRace(context, id, { startsAt: fromNow(-MINUTE) }, "a");
    expect(await statusOf(pool, id)).toBe("live");
  });

  it("keep the window of a race that runs: only extend and end-early move its end, with a reason", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const id = await liveRace(pool);
    const context = testContext(pool);
    await expect(
      changeRace(context, id, { startsAt: fromNow(0), endsAt: fromNow(HOUR), note: "why not" }, "a"),
    ).rejects.toMatchObject({ issues: [{ path: "startsAt" }, { path: "endsAt" }] });
    const before = (await readRace(pool, id))!;
    await expect(extendRace(context, id, { endsAt: before.endsAt, reason: "same" }, "a")).rejects.toBeInstanceOf(
      InvalidInputError,
    );
    await expect(extendRace(context, id, { endsAt: new Date(NaN), reason: "when?" }, "a")).rejects.toBeInstanceOf(
      InvalidInputError,
    );
    await expect(endRaceEarly(context, id, " ", "a")).rejects.toBeInstanceOf(InvalidInputError);
    const later = new Date(before.endsAt.getTime() + HOUR);
    await extendRace(context, id, { endsAt: later, reason: "the source was down" }, "a");
    expect((await readRace(pool, id))!.endsAt).toEqual(later);
    await endRaceEarly(context, id, "fraud", "a");
    const ended = (await readRace(pool, id))!;
    expect(ended.status).toBe("settling");
    expect(Math.abs(ended.endsAt.getTime() - Date.now())).toBeLessThan(10_000);
    expect(ended.rulesVersion).toBe(3);
  });
});

describe("schedulers", () => {
  it("that run at once make each move once, and one of them settles", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const [player] = await addPlayers(pool, source, 1);
    const races = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const race = await endedRace(pool);
        await addEntries(pool, [{ source, player: player!, delta: USD, at: race.startsAt }]);
        return race.id;
      }),
    );
    const schedulers = Array.from({ length: 8 }, () => new RaceLifeCycle(testContext(pool)));
    await Promise.all(schedulers.map((scheduler) => scheduler.round()));
    await schedulers[0]!.round();
    for (const id of races) {
      expect(await eventsOf(pool, id)).toEqual(["created", "live", "settling", "provisional", "final"]);
      const { rows } = await pool.query(
        `select (select count(*)::int from race_results where race_id = $1) as results,
                (select count(*)::int from payouts where race_id = $1) as payouts`,
        [id],
      );
      expect(rows).toEqual([{ results: 1, payouts: 1 }]);
    }
    expect(await advanceRaces({ pool })).toEqual([]);
  });
});
