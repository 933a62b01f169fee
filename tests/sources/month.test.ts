import { expect, it } from "vitest";
import { changePolledSource } from "../../core/sources/change-polled-source.js";
import { createRace } from "../../core/races/create-race.js";
import { readOpenNewcomers } from "../../core/settlement/newcomers.js";
import { RaceLifeCycle } from "../../core/settlement/run-life-cycle.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { POLLED_FAULTS, type PolledFault } from "../../sandbox/casino/polled/faults.js";
import { createTestDatabase } from "../_database.js";
import { polledWorld, toMicro, type PolledWorld } from "./_polled.js";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MONTH = new Date("2028-03-01T00:00:00Z");
const at = (day: number, hour = 0) => new Date(MONTH.getTime() + (day - 1) * DAY + hour * HOUR);

/** What goes wrong in this month, by the day on which it begins and for how many hours. */
const FAULTS: readonly (readonly [fault: PolledFault, day: number, hours: number])[] = [
  ["outage", 3, 10],
  ["html-200", 4, 5],
  ["auth", 5, 4],
  ["half-rows", 6, 9],
  ["truncated", 7, 5],
  ["freeze-month", 8, 30],
  ["no-sums", 10, 24],
  ["revalue", 12, 20],
  ["html-502", 13, 5],
  ["lost-row", 14, 9],
  ["challenge", 15, 5],
  ["jitter", 16, 40],
  ["freeze-total", 18, 20],
  ["rate-limit", 19, 5],
  ["cents-for-dollars", 20, 5],
  ["out-of-step", 21, 24],
  ["not-success", 22, 5],
  ["wrong-sums", 23, 5],
  ["empty", 24, 5],
  ["slow", 25, 20],
  ["another-shape", 26, 5],
  ["very-slow", 27, 5],
];
/** Faults under which an answer that is taken does not show the books. */
const HIDING: ReadonlySet<PolledFault> = new Set(["freeze-total", "jitter", "lost-row"]);

function switchFaults(world: PolledWorld): void {
  const now = world.clock.now().getTime();
  for (const [fault, day, hours] of FAULTS) {
    const begins = at(day).getTime();
    world.casino.faults.switch(fault, now >= begins && now < begins + hours * HOUR);
  }
}

async function newestOutcome(world: PolledWorld): Promise<string> {
  const { rows } = await world.pool.query<{ outcome: string }>(
    "select outcome from source_polls order by id desc limit 1",
  );
  return rows[0]?.outcome ?? "";
}

it("asks a casino for a month through every fault, and ends with its books to the micro-USD and everything else flagged", async () => {
  expect(FAULTS.map(([fault]) => fault).toSorted(), "every fault there is").toEqual(
    Object.keys(POLLED_FAULTS).toSorted(),
  );
  await using database = await createTestDatabase();
  await using world = await polledWorld(database, {
    start: new Date(MONTH.getTime() - 5 * HOUR),
    players: 250,
    activeShare: 0.25,
    betsPerHour: 40,
    reversals: 0.01,
    intervalSeconds: 7_200,
  });
  const { context, casino, clock } = world;
  const prizes = ["500.00", "250.00", "100.00"];
  const window = { startsAt: at(1).toISOString(), endsAt: at(29).toISOString() };
  const race = await createRace(context, { title: "March", ...window, prizes, newcomers: "ask" }, "test");
  const cycle = new RaceLifeCycle(context);
  let compared = 0;
  let joined: string | undefined;
  while (clock.now() < at(29, 9)) {
    if (joined === undefined && clock.now() >= at(11)) joined = casino.house.join(150_000).uid;
    switchFaults(world);
    await world.poll();
    await cycle.round();
    const isHidden = casino.faults.all.some((fault) => HIDING.has(fault));
    if (isHidden || (await newestOutcome(world)) !== "good") continue;
    const [ledger, books] = [await world.ledger(), world.books()];
    for (const [uid, total] of ledger) {
      // A total that wobbled by 1e-13 is told as it was, within a millionth of the books.
      const off = total - (books.get(uid) ?? 0n);
      expect(off <= 1n && off >= -1n, uid).toBe(true);
    }
    compared += 1;
  }
  expect(compared).toBeGreaterThan(200);
  const { rows: found } = await world.pool.query<{ name: string }>(
    "select distinct kind || ' ' || field as name from source_findings order by 1",
  );
  expect(found.map(({ name }) => name.trim())).toEqual(
    expect.arrayContaining([
      "counter_frozen all_time",
      "counter_frozen this_month",
      "late_joiner all_time",
      "revalued today",
      "rows_missing",
      "slow",
    ]),
  );
  const { rows: failed } = await world.pool.query<{ kind: string }>(
    "select distinct kind from source_polls where outcome <> 'good' order by 1",
  );
  expect(failed.map(({ kind }) => kind)).toEqual([
    "auth",
    "bad-shape",
    "checksum",
    "few_rows",
    "no_rows",
    "rate-limited",
    "total_jumped",
    "unavailable",
  ]);
  await expectRace(world, race, joined!);
});

/** Scores against the books of the window; the only differences are of players whose wager nobody could place. */
async function expectRace(
  world: PolledWorld,
  race: Awaited<ReturnType<typeof createRace>>,
  joined: string,
): Promise<void> {
  const { rows: blocked } = await world.pool.query<{ kinds: string[] }>(
    `select array(select distinct b ->> 'kind' from jsonb_array_elements(detail -> 'blocks') b order by 1) as kinds
     from race_events where race_id = $1 and event = 'settlement_blocked' order by id desc limit 1`,
    [race],
  );
  expect(blocked[0]?.kinds).toContain("open_newcomer");
  expect(await readOpenNewcomers(world.context, race)).toHaveLength(1);
  await settleRace(world.context, race, "user:1");
  const { rows } = await world.pool.query<{ uid: string; score: string }>(
    `select p.external_id as uid, r.score::text from race_result_rows r join players p on p.id = r.player_id
     join race_results x on x.id = r.result_id where x.race_id = $1`,
    [race],
  );
  const { rows: straddling } = await world.pool.query<{ uid: string; size: string }>(
    `select p.external_id as uid, sum(abs(l.delta))::text as size from ledger l join players p on p.id = l.player_id
     where (covers_from < $1 and occurred_at > $1) or (covers_from < $2 and occurred_at > $2) group by 1`,
    [at(1), at(29)],
  );
  const uncertain = new Map(straddling.map(({ uid, size }) => [uid, BigInt(size)]));
  expect(rows.length).toBeGreaterThan(30);
  let exact = 0;
  for (const { uid, score } of rows) {
    if (uid === joined) continue;
    const off = BigInt(score) - toMicro(world.casino.house.between(uid, at(1), at(29)));
    const size = off < 0n ? -off : off;
    expect(size <= (uncertain.get(uid) ?? 0n) + 2n, `${uid} is off by ${off}`).toBe(true);
    if (size <= 2n) exact += 1;
  }
  expect(exact).toBeGreaterThan(rows.length * 0.8);
}

it("a month's counter that stands still for 27 hours makes no score wrong, and is told with since when and how much", async () => {
  await using database = await createTestDatabase();
  await using world = await polledWorld(database, {
    players: 60,
    activeShare: 1,
    betsPerHour: 120,
    intervalSeconds: 1_800,
  });
  await world.poll(3);
  world.casino.faults.switch("freeze-month", true);
  const frozenAt = world.clock.now();
  while (world.clock.now().getTime() < frozenAt.getTime() + 27 * HOUR) await world.poll();
  expect(await world.ledger()).toEqual(world.books());
  const { rows } = await world.pool.query<{ began_at: Date; wagered: string; is_blocking: boolean }>(
    "select began_at, figures ->> 'wagered' as wagered, is_blocking from source_findings where kind = 'counter_frozen' and ended_at is null",
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ is_blocking: false });
  expect(rows[0]!.began_at.getTime() - frozenAt.getTime()).toBeLessThanOrEqual(2 * HOUR);
  const missed = world.casino.house.accounts.reduce(
    (sum, { uid }) => sum + world.casino.house.between(uid, rows[0]!.began_at, world.clock.now()),
    0n,
  );
  expect(Number(rows[0]!.wagered)).toBeGreaterThan((Number(toMicro(missed)) / 1e6) * 0.9);
  // Whoever had read the counter would have had another board.
  world.casino.faults.clear();
  await changePolledSource(world.context, "casino", { intervalSeconds: 900 }, { actor: "test" });
  for (let poll = 0; poll < 8; poll++) await world.poll();
  const { rows: after } = await world.pool.query<{ kind: string; field: string }>(
    "select kind, field from source_findings where ended_at is null",
  );
  expect(after).toEqual([{ kind: "counter_contradicts", field: "this_month" }]);
  expect(await world.ledger()).toEqual(world.books());
});
