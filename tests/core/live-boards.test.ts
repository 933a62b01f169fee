import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import { createRace } from "../../core/races/create-race.js";
import { endRaceEarly } from "../../core/races/move-end.js";
import { RaceLifeCycle } from "../../core/settlement/run-life-cycle.js";
import { createViews } from "../../core/views/create-views.js";
import { countedDelta, weighted, type CountableEntry } from "../../core/boards/counting-rules.js";
import { playerId, sourceId, type PlayerId, type RaceId } from "../../wire/ids.js";
import type { Pool, PoolClient } from "pg";
import { fencePasses } from "../_fence.js";
import { createTestDatabase } from "../_database.js";
import { openDoor } from "../_door.js";
import { until } from "../_until.js";
import { addEntries, addPlayers, addSource, settableClock, testContext, type Entry } from "./_world.js";

const MINUTE = 60_000;

async function openRace(pool: Pool, overrides: Partial<Parameters<typeof createRace>[1]> = {}): Promise<RaceId> {
  const now = Date.now();
  return createRace(
    testContext(pool),
    {
      title: "Weekly",
      startsAt: new Date(now - 60 * MINUTE).toISOString(),
      endsAt: new Date(now + 60 * MINUTE).toISOString(),
      prizes: ["100.00", "50.00", "25.00"],
      ...overrides,
    },
    "test",
  );
}

function ago(minutes: number): string {
  return new Date(Date.now() - minutes * MINUTE).toISOString();
}

/** The board as SQL says it is: the slow way, straight from the ledger. */
async function boardBySql(pool: Pool, race: RaceId) {
  const { rows } = await pool.query<{ player_id: string; score: string }>(
    `select player_id, sum(delta)::text as score from ledger l join races r on r.id = $1
     where l.occurred_at >= r.starts_at and l.occurred_at < r.ends_at group by player_id having sum(delta) <> 0
     order by floor(sum(delta) / 10000.0) desc, max(occurred_at), player_id`,
    [race],
  );
  return rows.map((row) => [Number(row.player_id), BigInt(row.score)]);
}

describe("live boards", () => {
  it("equal SQL after many writers at once, and every process agrees on the version", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 200);
    const race = await openRace(pool);
    const stop = new AbortController();
    await using first = await startLiveBoards(
      testContext(pool),
      { listenUrl: database.url, idlePauseMs: 5 },
      stop.signal,
    );
    const changes: number[] = [];
    first.onChange((key, { version }) => key === `race:${race}` && changes.push(version));
    const writer = async (seed: number) => {
      const client = await pool.connect();
      for (let batch = 0; batch < 25; batch++) {
        const entries: Entry[] = Array.from({ length: 20 }, (_, at) => ({
          source,
          player: players[(seed * 31 + batch * 7 + at * at) % players.length]!,
          delta: BigInt(((seed + batch) * 7_919 + at * 104_729) % 5_000_000) + 1n,
          at: ago((batch + at) % 70),
        }));
        // Half of the transactions stay open for a moment, so that ids commit out of order.
        await client.query("begin");
        await addEntries(client, entries);
        if (batch % 2 === 0) await client.query("select pg_sleep(0.003)");
        await client.query("commit");
      }
      client.release();
    };
    await Promise.all([1, 2, 3, 4, 5, 6].map(writer));
    await using second = await startLiveBoards(testContext(pool), {}, stop.signal);
    await fencePasses(pool);
    await Promise.all([first.caughtUp(), second.caughtUp()]);
    const expected = await boardBySql(pool, race);
    for (const boards of [first, second]) {
      expect(boards.page(`race:${race}`, 0, 200)?.rows.map((row) => [row.playerId, row.score])).toEqual(expected);
    }
    expect(first.version(`race:${race}`)).toEqual(second.version(`race:${race}`));
    expect(changes).toEqual(changes.toSorted((a, b) => a - b));
    expect(changes.length).toBeGreaterThan(1);
    stop.abort();
  });

  it("would miss entries if it followed identity values instead of finished transactions (control)", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const [player] = await addPlayers(pool, source, 1);
    const late = await pool.connect();
    await late.query("begin");
    await addEntries(late, [{ source, player: player!, delta: 1n, at: ago(1) }]);
    await addEntries(pool, [{ source, player: player!, delta: 2n, at: ago(1) }]);
    const { rows } = await pool.query<{ last: string }>("select max(id)::text as last from ledger");
    await late.query("commit");
    late.release();
    const { rows: missed } = await pool.query("select from ledger where id > $1", [rows[0]!.last]);
    expect(missed).toHaveLength(0);
    const { rows: all } = await pool.query("select from ledger");
    expect(all).toHaveLength(2);
  });

  it("moves by itself while its listening connection swallows everything (52), and hears again once that one is replaced (34)", async () => {
    await using database = await createTestDatabase();
    await using door = await openDoor(database.url);
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const [player] = await addPlayers(pool, source, 1);
    await using boards = await startLiveBoards(
      testContext(pool),
      { listenUrl: door.url },
      new AbortController().signal,
    );
    // This one never looks by itself: what it shows it has been told of.
    const options = { listenUrl: door.url, idlePauseMs: 3_600_000 };
    await using told = await startLiveBoards(testContext(pool), options, new AbortController().signal);
    let entries = 0;
    const add = async (client: Pool | PoolClient = pool): Promise<void> => {
      await addEntries(client, [{ source, player: player!, delta: 1_000_000n, at: ago(1) }]);
      entries++;
    };
    const wager = async (): Promise<void> => {
      await add();
      // Who is told before the fence has passed looks too early, and this one looks once.
      await fencePasses(pool);
      await pool.query("select pg_notify('ledger', '')");
    };
    const isOn = (live: typeof boards) => () =>
      live.place("board:all-time", player!)?.score === BigInt(entries) * 1_000_000n;
    await wager();
    await until("both show the first wager", () => isOn(boards)() && isOn(told)());

    door.mute();
    // It goes on looking while each look finds something, so it takes a few wagers until it waits to be told.
    await until("the other one waits to be told (control)", async () => {
      await wager();
      await until("the wager that nobody was told of", isOn(boards), 5_000);
      return !isOn(told)();
    });

    // Somebody's own transaction holds back what is younger, and nothing is skipped when it ends (38).
    const slow = await pool.connect();
    await slow.query("begin");
    await add(slow);
    await add();
    expect(isOn(boards)()).toBe(false);
    await slow.query("commit");
    slow.release();
    await until("both wagers", isOn(boards));

    door.heal();
    await pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'goatedvips-listen' and datname = current_database()",
    );
    await until("what came meanwhile", isOn(told));
    await wager();
    await until("the wager of which it was told", isOn(told), 5_000);

    // A stop does not wait for an answer that a mute network will never bring.
    door.mute();
    const deaf = await startLiveBoards(testContext(pool), { listenUrl: door.url }, new AbortController().signal);
    await deaf[Symbol.asyncDispose]();
  });

  it("opens a race created while running, counts [start, end) and leaves other sources out", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const casino = await addSource(pool, "casino");
    const other = await addSource(pool, "other");
    const [alice] = await addPlayers(pool, casino, 1);
    const [eve] = await addPlayers(pool, other, 1);
    await using boards = await startLiveBoards(testContext(pool), {}, new AbortController().signal);
    const startsAt = new Date(Date.now() - 60 * MINUTE);
    const endsAt = new Date(Date.now() - MINUTE);
    const race = await openRace(pool, {
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      sources: ["casino"],
    });
    await addEntries(pool, [
      { source: casino, player: alice!, delta: 1_000_000n, at: startsAt },
      { source: casino, player: alice!, delta: 2_000_000n, at: new Date(endsAt.getTime() - 1) },
      { source: casino, player: alice!, delta: 4_000_000n, at: endsAt },
      { source: casino, player: alice!, delta: 8_000_000n, at: new Date(startsAt.getTime() - 1) },
      { source: other, player: eve!, delta: 16_000_000n, at: startsAt },
    ]);
    const views = createViews(testContext(pool), boards);
    const standings = await views.standings(`race:${race}`, 50);
    await fencePasses(pool);
    await boards.caughtUp();
    expect((await views.standings(`race:${race}`, 50)).rows).toEqual([
      expect.objectContaining({ rank: 1, wagered: "3.000000", prize: "100.00", gap: "0.000000" }),
    ]);
    expect(standings.race).toBe(race);
    expect((await views.race(race)).status).toBe("settling");
  });

  it("counts a snapshot's difference where start < as of <= end, and an opening total for all time only", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino", "totals");
    const [player] = await addPlayers(pool, source, 1);
    const startsAt = new Date(Date.now() - 60 * MINUTE);
    const race = await openRace(pool, { startsAt: startsAt.toISOString() });
    const at = (offset: number) => new Date(startsAt.getTime() + offset).toISOString();
    await addEntries(pool, [
      { source, player: player!, kind: "snapshot", delta: 100_000_000n, at: at(-2 * MINUTE), coversFrom: null },
      { source, player: player!, kind: "snapshot", delta: 10_000_000n, at: at(0), coversFrom: at(-2 * MINUTE) },
      { source, player: player!, kind: "snapshot", delta: 1_000_000n, at: at(1), coversFrom: at(0) },
    ]);
    await fencePasses(pool);
    await using boards = await startLiveBoards(testContext(pool), {}, new AbortController().signal);
    expect(boards.place(`race:${race}`, player!)?.score).toBe(1_000_000n);
    expect(boards.place("board:all-time", player!)?.score).toBe(111_000_000n);
  });

  it("turns the day over without traffic, under a new epoch and with what the new day has", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const [player] = await addPlayers(pool, source, 1);
    const clock = settableClock("2026-11-22T23:59:50Z");
    await addEntries(pool, [
      { source, player: player!, delta: 2_000_000n, at: "2026-11-23T00:00:00Z" },
      { source, player: player!, delta: 1_000_000n, at: "2026-11-22T12:00:00Z" },
    ]);
    await fencePasses(pool);
    await using boards = await startLiveBoards(testContext(pool, { clock }), {}, new AbortController().signal);
    const before = boards.version("board:day")!;
    expect(boards.place("board:day", player!)?.score).toBe(1_000_000n);
    clock.set("2026-11-23T00:00:01Z");
    await boards.refresh();
    expect(boards.place("board:day", player!)?.score).toBe(2_000_000n);
    expect(boards.version("board:day")!.epoch).not.toBe(before.epoch);
    expect(boards.version("board:all-time")!.epoch).toBe(before.epoch.split(".")[0]);
  });

  it("weighs wagers the same in memory and in SQL, to the last half", async () => {
    await using database = await createTestDatabase();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.bigInt({ min: -(10n ** 16n), max: 10n ** 16n }), fc.integer({ min: 0, max: 1_000_000 })), {
          minLength: 200,
          maxLength: 200,
        }),
        async (cases) => {
          const { rows } = await database.pool.query<{ share: string }>(
            "select weighted_share(a, w)::text as share from unnest($1::bigint[], $2::bigint[]) with ordinality as t(a, w, n) order by n",
            [cases.map(([amount]) => amount.toString()), cases.map(([, weight]) => weight)],
          );
          expect(rows.map((row) => BigInt(row.share))).toEqual(
            cases.map(([amount, weight]) => weighted(amount, weight)),
          );
        },
      ),
      { numRuns: 20 },
    );
    const halves = [1n, 3n, 5n, -1n, -3n];
    const { rows } = await database.pool.query<{ share: string }>(
      "select weighted_share(a, 500000)::text as share from unnest($1::bigint[]) as t(a)",
      [halves.map(String)],
    );
    expect(rows.map((row) => Number(row.share))).toEqual([0, 2, 2, 0, -2]);
  });

  it("ties players on whole cents, shares their prizes and skips the next rank", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 4);
    const race = await openRace(pool);
    const scores = [30_000_000n, 20_004_000n, 20_001_000n, 10_000_000n];
    await addEntries(
      pool,
      scores.map((delta, at) => ({ source, player: players[at]!, delta, at: ago(4 - at) })),
    );
    await fencePasses(pool);
    await using boards = await startLiveBoards(testContext(pool), {}, new AbortController().signal);
    const views = createViews(testContext(pool), boards);
    const { rows } = await views.standings(`race:${race}`, 50);
    expect(rows.map((row) => [row.rank, row.prize])).toEqual([
      [1, "100.00"],
      [2, "37.50"],
      [2, "37.50"],
      [4, "0.00"],
    ]);
    const mine = await views.myStanding(race, players[3]!);
    expect(mine).toMatchObject({
      rank: 4,
      wagered: "10.000000",
      prize: "0.00",
      gapUp: "10.001000",
      nextPaidRank: 3,
      needed: "10.010000",
    });
    const around = await views.around(`race:${race}`, players[2]!, 1);
    expect(around.rows.map((row) => row.rank)).toEqual([2, 2, 4]);
  });

  it("tells the position of a final race although the process has never shown it", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const [player] = await addPlayers(pool, source, 1);
    const race = await openRace(pool, { graceMinutes: 0, disputeHours: 0 });
    await addEntries(pool, [{ source, player: player!, delta: 5_000_000n, at: ago(1) }]);
    await endRaceEarly(testContext(pool), race, "enough", "test");
    await new RaceLifeCycle(testContext(pool)).round();
    await fencePasses(pool);
    await using boards = await startLiveBoards(testContext(pool), {}, new AbortController().signal);
    expect(boards.version(`race:${race}`)).toBeUndefined();
    const position = await createViews(testContext(pool), boards).position(`race:${race}`);
    const { epoch, version, rows } = await createViews(testContext(pool), boards).standings(`race:${race}`, 50);
    expect(position).toMatchObject({ epoch, version: 1 });
    expect([epoch.startsWith("result-"), version, rows.length]).toEqual([true, 1, 1]);
  });

  it("breaks ties by who reached the score first when the race says so", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const players: PlayerId[] = await addPlayers(pool, source, 2);
    const race = await openRace(pool, { tieRule: "first" });
    await addEntries(pool, [
      { source, player: players[0]!, delta: 5_000_000n, at: ago(1) },
      { source, player: players[1]!, delta: 5_000_000n, at: ago(2) },
    ]);
    await fencePasses(pool);
    await using boards = await startLiveBoards(testContext(pool), {}, new AbortController().signal);
    const { rows } = await createViews(testContext(pool), boards).standings(`race:${race}`, 50);
    expect(rows.map((row) => [row.rank, row.player.id, row.prize])).toEqual([
      [1, `p${players[1]}`, "100.00"],
      [2, `p${players[0]}`, "50.00"],
    ]);
  });
});

describe("weights", () => {
  it("give one sum for a wager whatever the chain of revisions that led to its worth", () => {
    const rules = {
      interval: { start: null, end: null },
      sources: null,
      weights: new Map([["dice", 333_333]]),
      cap: null,
      tieRule: "split" as const,
      race: null,
      openings: new Set<PlayerId>(),
      excluded: new Set<PlayerId>(),
    };
    const entry = (amount: bigint, delta: bigint): CountableEntry => ({
      sourceId: sourceId(1),
      playerId: playerId(1),
      raceId: null,
      kind: "wager",
      amount,
      delta,
      occurredAt: new Date(0),
      coversFrom: null,
      category: "dice",
    });
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 10n ** 16n }), { minLength: 1, maxLength: 6 }), (worths) => {
        const sum = worths.reduce(
          (total, worth, at) => total + countedDelta(entry(worth, worth - (worths[at - 1] ?? 0n)), rules),
          0n,
        );
        expect(sum).toBe(weighted(worths.at(-1)!, 333_333));
      }),
    );
  });
});
