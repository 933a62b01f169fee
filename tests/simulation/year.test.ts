import type { Pool } from "pg";
import { expect, it } from "vitest";
import { ConflictError } from "../../core/errors.js";
import { approvePayout, claimPayout, confirmPayout, payPayout } from "../../core/payouts/move-payout.js";
import { expirePayouts, remindWinners } from "../../core/payouts/payouts-by-clock.js";
import { createDueRaces, createSeries } from "../../core/races/race-series.js";
import { readLateEntries } from "../../core/settlement/late-entries.js";
import { readResultText } from "../../core/settlement/read-result.js";
import { RaceLifeCycle } from "../../core/settlement/run-life-cycle.js";
import { correctResult } from "../../core/settlement/settle-race.js";
import { findBrokenSeal } from "../../core/settlement/seals.js";
import { verifyResult } from "../../proof/verify-result.js";
import { parseRaceId, telegramUserId, type PlayerId, type RaceId } from "../../wire/ids.js";
import type { RecurrenceRule } from "../../wire/race-series.js";
import { createTestDatabase } from "../_database.js";
import { addPlayers, addSource, testContext } from "../core/_world.js";
import { Casino, seeded, type Told } from "./_casino.js";
import { fakeDatabaseClock } from "./_fake-clock.js";

const HALF_DAY_MS = 43_200_000;
/** A leap year: 29 February, and both clock changes of both hemispheres. */
const START = Date.parse("2028-01-01T05:30:00Z");
const END = Date.parse("2029-01-01T05:30:00Z");
/** Half days in which the source is silent. */
const OUTAGES: readonly (readonly [from: string, to: string])[] = [
  ["2028-02-28T00:00:00Z", "2028-03-02T00:00:00Z"],
  ["2028-05-14T00:00:00Z", "2028-05-16T12:00:00Z"],
  ["2028-10-29T00:00:00Z", "2028-10-30T20:00:00Z"],
];
const PRIZES = ["100.00", "50.01", "25.00", "10.00"];
const POOL = 18_501n;
const RULES: readonly RecurrenceRule[] = [
  { firstStart: "2027-12-31T00:00", timeZone: "Europe/Berlin", unit: "month", every: 1 },
  { firstStart: "2027-12-27T00:00", timeZone: "America/New_York", unit: "week", every: 1 },
  { firstStart: "2027-12-30T00:00", timeZone: "Asia/Tokyo", unit: "day", every: 10 },
  { firstStart: "2028-01-01T02:30", timeZone: "Australia/Lord_Howe", unit: "week", every: 2 },
];

interface ResultRow {
  id: string;
  race: string;
  starts: Date;
  ends: Date;
}

/** The scores of a window as the test adds them up: from what it delivered, with no code of the product. */
function expectedScores(told: readonly Told[], { starts, ends }: ResultRow): Map<number, bigint> {
  const scores = new Map<number, bigint>();
  for (const { player, delta, atMs } of told) {
    if (atMs < starts.getTime() || atMs >= ends.getTime()) continue;
    scores.set(player, (scores.get(player) ?? 0n) + delta);
  }
  return new Map([...scores].filter(([, score]) => score !== 0n));
}

/** Compares the results that are new with the test's own sums. @returns their number */
async function checkNewResults(pool: Pool, told: readonly Told[], seen: Set<string>): Promise<number> {
  const { rows } = await pool.query<ResultRow>(
    `select x.id::text, x.race_id as race, r.starts_at as starts, r.ends_at as ends
     from race_results x join races r on r.id = x.race_id where x.id <> all($1::bigint[])`,
    [[...seen]],
  );
  for (const result of rows) {
    seen.add(result.id);
    const { rows: places } = await pool.query<{ player: number; score: string; rank: number; prize: string }>(
      `select player_id::int as player, score::text, rank, prize::text from race_result_rows where result_id = $1`,
      [result.id],
    );
    const scores = expectedScores(told, result);
    expect(new Map(places.map(({ player, score }) => [player, BigInt(score)]))).toEqual(scores);
    const cents = [...scores.values()].map((score) => score / 10_000n);
    for (const { score, rank } of places)
      expect(rank).toBe(1 + cents.filter((other) => other > BigInt(score) / 10_000n).length);
    const winners = [...scores.values()].filter((score) => score > 0n).length;
    const awarded = places.reduce((sum, { prize }) => sum + BigInt(prize), 0n);
    // Without enough winners the prizes of the last ranks stay.
    const payable = winners >= PRIZES.length ? [POOL] : [0n, POOL];
    expect(awarded >= payable[0]! && awarded <= POOL).toBe(true);
  }
  return rows.length;
}

/** An operator who corrects what came late while a result may still be disputed. @returns how many results he corrected */
async function correctLate(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ id: string }>("select id from races where status = 'provisional' order by id");
  let corrected = 0;
  for (const { id } of rows) {
    const race = parseRaceId(id)!;
    if ((await readLateEntries({ pool }, race)).length === 0) continue;
    await correctResult(testContext(pool), race, "a delivery that came late", "user:1");
    corrected++;
  }
  return corrected;
}

/** Winners with a link claim and are paid; the prizes of the others expire. */
async function payLinked(pool: Pool, userOf: ReadonlyMap<number, number>): Promise<void> {
  const { rows } = await pool.query<{ id: string; player: number }>(
    "select id::text, player_id::int as player from payouts where state = 'owed' order by id",
  );
  for (const { id, player } of rows) {
    const user = userOf.get(player);
    if (user === undefined) continue;
    const winner = telegramUserId(user);
    await claimPayout({ pool }, id, { user: winner, destination: "casino account" });
    await approvePayout({ pool }, id, "user:2");
    await payPayout({ pool }, id, { reference: `tip ${id}` }, "user:2");
    await confirmPayout({ pool }, id, winner);
    await expect(payPayout({ pool }, id, { reference: "again" }, "user:2")).rejects.toBeInstanceOf(ConflictError);
  }
}

async function linkEveryOther(pool: Pool, players: readonly PlayerId[]): Promise<Map<number, number>> {
  const users = new Map<number, number>();
  for (const [at, player] of players.entries()) {
    if (at % 2 === 1) continue;
    users.set(player, 1_000 + at);
    await pool.query("insert into telegram_users (id, first_name) values ($1, 'T')", [1_000 + at]);
    await pool.query(
      `insert into links (user_id, source_id, player_id, state, proof, decided_at)
       select $1, source_id, id, 'approved', 'evidence', now() from players where id = $2`,
      [1_000 + at, player],
    );
  }
  return users;
}

/** Every document verifies; with any one digit of it changed it does not. */
async function checkDocument(pool: Pool, race: RaceId, random: () => number): Promise<void> {
  const text = await readResultText({ pool }, race);
  const { checks } = await verifyResult(text);
  expect(checks.filter(({ isGood }) => !isGood)).toEqual([]);
  const digits = [...text.matchAll(/\d/g)].map(({ index }) => index);
  const at = digits[Math.floor(random() * digits.length)]!;
  const forged = `${text.slice(0, at)}${(Number(text[at]) + 1) % 10}${text.slice(at + 1)}`;
  expect((await verifyResult(forged)).isGood).toBe(false);
}

it("runs a year of races: every prize is paid once, every cent explained, every document verifies", async () => {
  await using database = await createTestDatabase();
  await using clock = await fakeDatabaseClock(database, new Date(START));
  const { pool } = clock;
  const random = seeded(20_280_229);
  const context = testContext(pool, { clock });
  const source = await addSource(pool, "casino");
  const players = await addPlayers(pool, source, 9);
  const userOf = await linkEveryOther(pool, players);
  const casino = new Casino(source, players, random);
  for (const [at, rule] of RULES.entries()) {
    const template = {
      title: `Series ${at}`,
      prizes: PRIZES,
      graceMinutes: 30,
      disputeHours: 48,
      timeZone: rule.timeZone,
    };
    await createSeries(context, { template, rule }, "user:1");
  }
  const cycle = new RaceLifeCycle(context);
  const seen = new Set<string>();
  let results = 0;
  let corrections = 0;
  for (let now = START; now <= END; now += HALF_DAY_MS) {
    await clock.set(new Date(now));
    casino.play(now - HALF_DAY_MS, now);
    const isSilent = OUTAGES.some(([from, to]) => now >= Date.parse(from) && now < Date.parse(to));
    if (!isSilent) await casino.deliver(pool, clock.now());
    await createDueRaces(context);
    await cycle.round();
    results += await checkNewResults(pool, casino.told, seen);
    corrections += await correctLate(pool);
    results += await checkNewResults(pool, casino.told, seen);
    await payLinked(pool, userOf);
    if ((now - START) % (4 * HALF_DAY_MS) === 0) {
      await remindWinners({ pool });
      await expirePayouts({ pool });
    }
  }
  await clock.set(new Date(END + 120 * HALF_DAY_MS));
  await expirePayouts({ pool });

  const { rows: races } = await pool.query<{
    id: string;
    status: string;
    local: string;
    payouts: string;
    prizes: string;
  }>(
    `select r.id, r.status, to_char(r.starts_at at time zone r.time_zone, 'HH24:MI') as local,
            (select coalesce(jsonb_agg(jsonb_build_array(p.player_id, p.amount) order by p.player_id), '[]')::text
               from payouts p where p.race_id = r.id and p.state in ('paid', 'confirmed', 'expired')) as payouts,
            (select coalesce(jsonb_agg(jsonb_build_array(w.player_id, w.prize) order by w.player_id), '[]')::text
               from race_result_rows w where w.prize > 0 and w.result_id =
                 (select id from race_results x where x.race_id = r.id order by version desc limit 1)) as prizes
     from races r where r.ends_at < $1 order by r.ends_at`,
    [new Date(END - 8 * HALF_DAY_MS)],
  );
  expect(races.length).toBeGreaterThan(100);
  for (const { id, status, local, payouts, prizes } of races) {
    expect([id, status]).toEqual([id, "paid"]);
    // The wall clock stays through every change of the clocks.
    expect(["00:00", "02:30"]).toContain(local);
    expect(payouts).toBe(prizes);
    await checkDocument(pool, parseRaceId(id)!, random);
  }
  expect(results).toBeGreaterThan(races.length);
  expect(corrections).toBeGreaterThan(10);
  expect(await findBrokenSeal({ pool })).toBeNull();
  const { rows: silent } = await pool.query<{ count: number }>(
    "select count(distinct race_id)::int as count from race_events where event = 'settlement_blocked'",
  );
  expect(silent[0]!.count).toBeGreaterThan(2);
}, 120_000);
