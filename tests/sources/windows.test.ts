import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { createPolledSource } from "../../core/sources/change-polled-source.js";
import { uploadTotals } from "../../core/sources/upload-totals.js";
import { createRace } from "../../core/races/create-race.js";
import { RaceLifeCycle } from "../../core/settlement/run-life-cycle.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { readResultText } from "../../core/settlement/read-result.js";
import { verifyResult } from "../../proof/verify-result.js";
import { PolledCasino } from "../../sandbox/casino/polled/polled-casino.js";
import { askWindows } from "../../sources/ask-windows.js";
import { Poller } from "../../sources/poller.js";
import type { RaceId } from "../../wire/ids.js";
import { createTestDatabase } from "../_database.js";
import { getFrom, wait } from "./_casino.js";
import { polledWorld, toMicro, type PolledWorld } from "./_polled.js";

const HOUR = 3_600_000;
const DAY = new Date("2028-03-02T00:00:00Z");
const NEXT_DAY = new Date("2028-03-03T00:00:00Z");
const PRIZES = ["100.00", "50.00", "25.00"];

const newRace = (world: PolledWorld, overrides: object = {}) =>
  createRace(
    world.context,
    { title: "Day", startsAt: DAY.toISOString(), endsAt: NEXT_DAY.toISOString(), prizes: PRIZES, ...overrides },
    "test",
  );

/** Polls until a moment, with the life of races beside it. */
async function runUntil(
  world: PolledWorld,
  until: Date,
  each: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const cycle = new RaceLifeCycle(world.context);
  while (world.clock.now() < until) {
    await world.poll();
    await cycle.round();
    await each();
    await cycle.round();
  }
}

async function scoresOf(pool: Pool, race: RaceId): Promise<Map<string, bigint>> {
  const { rows } = await pool.query<{ uid: string; score: string }>(
    `select p.external_id as uid, r.score::text from race_result_rows r join players p on p.id = r.player_id
     join race_results x on x.id = r.result_id where x.race_id = $1 order by r.position`,
    [race],
  );
  return new Map(rows.map(({ uid, score }) => [uid, BigInt(score)]));
}

function truthOf(casino: PolledCasino): Map<string, bigint> {
  const sums = casino.house.accounts.map(
    ({ uid }) => [uid, toMicro(casino.house.between(uid, DAY, NEXT_DAY))] as const,
  );
  return new Map(sums.filter(([, sum]) => sum !== 0n));
}

describe("a casino with a history", () => {
  it("is asked again for the closed window, and its word beats our differences: every score is exact and the result verifies", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database, {
      adapter: "rainbet",
      start: new Date("2028-03-01T18:00:00Z"),
      intervalSeconds: 3_000,
      activeShare: 1,
    });
    const race = await newRace(world);
    const ask = async () => {
      await wait(world.clock, 6 * 60_000);
      await askWindows(world.poller.deps);
    };
    await runUntil(world, new Date(NEXT_DAY.getTime() + 4 * HOUR), ask);
    const { rows } = await world.pool.query<{ corrected: number; answered: boolean }>(
      "select corrected, answered_at is not null as answered from window_readings",
    );
    expect(rows).toMatchObject([{ answered: true }]);
    expect(rows[0]!.corrected).toBeGreaterThan(0);
    expect(await scoresOf(world.pool, race)).toEqual(truthOf(world.casino));
    expect((await verifyResult(await readResultText(world.context, race))).isGood).toBe(true);
    const { rows: marked } = await world.pool.query<{ actor: string; reason: string }>(
      "select distinct actor, reason from adjustments",
    );
    expect(marked).toEqual([{ actor: "source:casino", reason: "The casino's own figures for the time of the race" }]);
  });

  it("holds its race up until it has told the window, unless the window is no whole days", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database, {
      adapter: "rainbet",
      start: new Date("2028-03-02T20:00:00Z"),
      intervalSeconds: 3_000,
    });
    await world.poll();
    const race = await newRace(world);
    const odd = await newRace(world, { startsAt: new Date(DAY.getTime() + 21 * HOUR).toISOString() });
    await runUntil(world, new Date(NEXT_DAY.getTime() + 5 * HOUR));
    const { rows } = await world.pool.query<{ race: string; kinds: string[] }>(
      `select distinct on (race_id) race_id as race,
         array(select distinct b ->> 'kind' from jsonb_array_elements(detail -> 'blocks') b order by 1) as kinds
       from race_events where event = 'settlement_blocked' order by race_id, id desc`,
    );
    const kinds = new Map(rows.map((row) => [row.race, row.kinds]));
    expect(kinds.get(race)).toContain("window_not_asked");
    expect(kinds.get(odd) ?? []).not.toContain("window_not_asked");
    world.casino.faults.switch("outage", true);
    await wait(world.clock, HOUR);
    await askWindows(world.poller.deps);
    const { rows: asked } = await world.pool.query("select answered_at, failures from window_readings");
    expect(asked).toEqual([{ answered_at: null, failures: 1 }]);
  });
});

describe("one race over several casinos", () => {
  it("weighs each casino, and one of them by its weighted wager", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database, {
      start: new Date("2028-03-01T18:00:00Z"),
      intervalSeconds: 3_000,
    });
    const other = new PolledCasino({ players: 30, seed: 99, clock: world.clock, betsPerHour: 50, activeShare: 1 });
    const get = getFrom(world.casino, world.clock, 0);
    const getOther = getFrom(other, world.clock, 0);
    await createPolledSource(
      world.context,
      {
        slug: "second",
        name: "Second",
        adapter: "roobet",
        baseUrl: "https://second.example",
        account: "7",
        credential: "token",
        metric: "weighted",
      },
      { actor: "test" },
    );
    await using poller = new Poller(world.context, {
      allowsLocal: true,
      get: (url, headers) => (url.host === "second.example" ? getOther(url, headers) : get(url, headers)),
    });
    const race = await newRace(world, { weights: { "casino:casino": "0.5" }, newcomers: "zero" });
    const cycle = new RaceLifeCycle(world.context);
    while (world.clock.now().getTime() < NEXT_DAY.getTime() + 2.9 * HOUR) {
      await wait(world.clock, 20 * 60_000);
      await poller.round();
      await poller.settled();
      await cycle.round();
      await askWindows(poller.deps);
    }
    const { rows: status } = await world.pool.query<{ status: string }>("select status from races where id = $1", [
      race,
    ]);
    if (status[0]!.status === "settling") await settleRace(world.context, race, "user:1");
    const scores = await scoresOf(world.pool, race);
    const weightedTruth = new Map(
      other.house.accounts.map(({ uid, movements }) => [
        uid,
        toMicro(
          movements
            .filter(({ atMs }) => atMs >= DAY.getTime() && atMs < NEXT_DAY.getTime())
            .reduce((sum, { weightedAtto }) => sum + weightedAtto, 0n),
        ),
      ]),
    );
    for (const [uid, truth] of weightedTruth) expect(scores.get(uid) ?? 0n, uid).toBe(truth);
    const { rows: raw } = await world.pool.query<{ uid: string; half: string }>(
      `select p.external_id as uid, sum(l.delta)::text as half from ledger l join players p on p.id = l.player_id
       join sources s on s.id = l.source_id where s.slug = 'casino' and l.covers_from is not null
         and l.occurred_at > $1 and l.occurred_at <= $2 group by 1`,
      [DAY, NEXT_DAY],
    );
    for (const { uid, half } of raw) {
      const off = (scores.get(uid) ?? 0n) * 2n - BigInt(half);
      expect(off <= 30n && off >= -30n, `${uid}: ${off}`).toBe(true);
    }
    expect(raw.length).toBeGreaterThan(3);
  });
});

describe("a list that is uploaded", () => {
  it("tells its difference first, is recorded when applied, and keeps players whom it leaves out", async () => {
    await using database = await createTestDatabase();
    await using world = await polledWorld(database);
    const { context, pool } = world;
    await createPolledSource(context, { slug: "lists", name: "Lists", adapter: "stake-csv" }, { actor: "test" });
    const upload = (csv: string, isDryRun: boolean) =>
      uploadTotals(context, "lists", { csv, isDryRun, asOf: undefined });
    const first = "username,wager\nalice,100.50\nBOB,200\ncarol,0.1";
    expect(await upload(first, true)).toMatchObject({ applied: false, rows: 3, added: 3, changed: 0 });
    const { rows: none } = await pool.query("select from players");
    expect(none).toHaveLength(0);
    await upload(first, false);
    await wait(world.clock, HOUR);
    const second = "username,wager\nalice,150.75\nbob,7\ncarol,0.10000000000001";
    const difference = await upload(second, true);
    expect(difference).toMatchObject({
      added: 1,
      changed: 1,
      unchanged: 1,
      missing: 1,
      difference: "50.250000",
      doubt: { reason: "total_fell" },
    });
    expect(difference.rowsChanged[0]).toEqual({
      player: "alice",
      before: "100.500000",
      after: "150.750000",
      difference: "50.250000",
    });
    expect(await upload(second, false)).toMatchObject({ applied: true });
    const { rows } = await pool.query<{ name: string; total: string }>(
      `select p.external_id as name, sum(l.delta)::text as total from ledger l join players p on p.id = l.player_id
       join sources s on s.id = l.source_id where s.slug = 'lists' group by p.external_id order by p.external_id collate "C"`,
    );
    expect(rows).toEqual([
      { name: "BOB", total: "200000000" },
      { name: "alice", total: "150750000" },
      { name: "bob", total: "7000000" },
      { name: "carol", total: "100000" },
    ]);
    await expect(upload("username,wager\nalice,-1", false)).rejects.toMatchObject({ issues: [{ path: "csv.2" }] });
    await expect(
      uploadTotals(context, "casino", { csv: first, isDryRun: true, asOf: undefined }),
    ).rejects.toMatchObject({
      code: "conflict",
    });
  });
});
