import type { Pool } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ConflictError, InvalidInputError, NotFoundError } from "../../core/errors.js";
import { listPayouts, listPrizesOf } from "../../core/payouts/list-payouts.js";
import { approvePayout, claimPayout, confirmPayout, payPayout } from "../../core/payouts/move-payout.js";
import { expirePayouts, remindWinners } from "../../core/payouts/payouts-by-clock.js";
import { takeBreak } from "../../core/people/breaks.js";
import { judgeRewards } from "../../core/rewards/judge-rewards.js";
import { addMilestones, listMilestones, parseMilestone, retireMilestone } from "../../core/rewards/milestones.js";
import { TYPICAL_MILESTONES } from "../../core/rewards/milestone-steps.js";
import { formatCents } from "../../wire/money.js";
import type { PlayerId, SourceId, TelegramUserId } from "../../wire/ids.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { fencePasses } from "../_fence.js";
import { addEntries, addPlayers, addSource, settableClock, testContext } from "../core/_world.js";
import { addPerson, linkTo, waitingFor } from "./_people.js";

const USD = 1_000_000n;
const clock = settableClock("2026-11-20T12:00:00Z");
let database: TestDatabase;
let pool: Pool;
let source: SourceId;
let nextPerson = 1_000;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ pool } = database);
  source = await addSource(pool, "casino");
  await addMilestones(context(), TYPICAL_MILESTONES, "test");
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(() => clock.set("2026-11-20T12:00:00Z"));

const context = () => testContext(pool, { clock });
let players = 0;

async function account(): Promise<PlayerId> {
  const { rows } = await pool.query<{ id: string }>(
    "insert into players (source_id, external_id) values ($1, $2) returning id",
    [source, `M${++players}`],
  );
  return Number(rows[0]!.id) as PlayerId;
}

async function linked(): Promise<{ user: TelegramUserId; player: PlayerId }> {
  const player = await account();
  const user = await addPerson(pool, ++nextPerson);
  await linkTo(pool, user, player);
  return { user, player };
}

async function wager(player: PlayerId, usd: bigint, at = "2026-11-19T10:00:00Z", kind?: "snapshot"): Promise<void> {
  await addEntries(pool, [{ source, player, delta: usd * USD, at, ...(kind === undefined ? {} : { kind }) }]);
}

async function judged(): Promise<void> {
  await fencePasses(pool);
  await judgeRewards(context());
}

async function prizes(user: TelegramUserId): Promise<string[]> {
  const found = await listPrizesOf({ pool }, user);
  return found.map(({ amount, state }) => `${formatCents(amount)} ${state}`).toReversed();
}

describe("milestones", () => {
  it("are judged without anybody asking, each step once, and told in private", async () => {
    const { user, player } = await linked();
    await wager(player, 9_999n);
    await judged();
    expect(await prizes(user)).toEqual([]);
    await wager(player, 20_001n);
    await judged();
    await judged();
    expect(await prizes(user)).toEqual(["10.00 owed", "15.00 owed"]);
    const told = await waitingFor(pool, user);
    expect(told.filter((one) => one.startsWith("prize_news"))).toEqual(Array(2).fill(`prize_news {"news": "won"}`));
  });

  it("credit a player who was linked late for what he wagered in silence", async () => {
    const player = await account();
    await wager(player, 10_000n);
    await judged();
    const user = await addPerson(pool, ++nextPerson);
    await linkTo(pool, user, player);
    await judged();
    expect(await prizes(user)).toEqual(["10.00 owed"]);
  });

  it("give nothing to an account that is nobody's, or is excluded, or whose owner is staff", async () => {
    await wager(await account(), 50_000n);
    const excluded = await linked();
    await pool.query("insert into race_exclusions (player_id, kind, reason, actor) values ($1, 'alt', 'alt', 'test')", [
      excluded.player,
    ]);
    const staff = await linked();
    await pool.query("insert into user_roles (user_id, role) values ($1, 'moderator')", [staff.user]);
    const onBreak = await linked();
    await takeBreak({ pool }, onBreak.user, 7);
    for (const { player } of [excluded, staff, onBreak]) await wager(player, 50_000n);
    await judged();
    for (const { user } of [excluded, staff, onBreak]) expect(await prizes(user)).toEqual([]);
    // The control: the same volume without a reason against it.
    const free = await linked();
    await wager(free.player, 50_000n);
    await judged();
    expect(await prizes(free.user)).toHaveLength(3);
  });

  it("count each month by itself, late wagers of the month before for two days, opening totals never", async () => {
    const { user, player } = await linked();
    await wager(player, 10_000n, "2026-11-30T23:59:59.999Z");
    await wager(player, 9_000n, "2026-12-01T00:00:00Z");
    await wager(player, 1_000_000n, "2026-12-01T01:00:00Z", "snapshot");
    clock.set("2026-12-01T12:00:00Z");
    await judged();
    expect(await prizes(user)).toEqual(["10.00 owed"]);
    clock.set("2026-12-04T12:00:00Z");
    await wager(player, 40_000n, "2026-11-29T00:00:00Z");
    await judged();
    expect(await prizes(user)).toEqual(["10.00 owed"]);
    await wager(player, 1_000n, "2026-12-04T11:00:00Z");
    await judged();
    expect(await prizes(user)).toEqual(["10.00 owed", "10.00 owed"]);
  });

  it("flag a prize whose volume a correction took away, and take the flag back when it returns", async () => {
    const { user, player } = await linked();
    await wager(player, 10_000n);
    await judged();
    await wager(player, -500n);
    await judged();
    const [prize] = await listPrizesOf({ pool }, user);
    expect(prize).toMatchObject({ state: "owed", flag: "the volume fell below the step: it is 9500.00 USD now" });
    await wager(player, 700n);
    await judged();
    expect(await listPrizesOf({ pool }, user)).toMatchObject([{ flag: null }]);
  });

  it("are granted once however many workers judge at the same time", async () => {
    const people = await Promise.all(Array.from({ length: 10 }, linked));
    for (const { player } of people) await wager(player, 25_000n);
    await fencePasses(pool);
    await Promise.all(Array.from({ length: 8 }, () => judgeRewards(context())));
    await judgeRewards(context());
    for (const { user } of people) expect(await prizes(user)).toEqual(["10.00 owed", "15.00 owed"]);
  });

  it("would be granted twice without the unique key (control)", async () => {
    await using other = await createTestDatabase();
    const own = testContext(other.pool, { clock });
    const casino = await addSource(other.pool, "casino");
    const [player] = await addPlayers(other.pool, casino, 1);
    const user = await addPerson(other.pool, 1);
    await linkTo(other.pool, user, player!);
    await addMilestones(own, TYPICAL_MILESTONES, "test");
    await addEntries(other.pool, [
      { source: casino, player: player!, delta: 10_000n * USD, at: "2026-11-19T10:00:00Z" },
    ]);
    await fencePasses(other.pool);
    await other.pool.query("alter table reward_grants drop constraint reward_grants_once_per_player");
    for (let round = 0; round < 2; round++) {
      await judgeRewards(own);
      await other.pool.query("update reward_cursor set era = null, xid = null");
    }
    expect(await listPrizesOf(own, user)).toHaveLength(2);
  });

  it("are paid through the same ledger: claim, two people, payment, confirmation, expiry and reminder", async () => {
    const { user, player } = await linked();
    await wager(player, 25_000n);
    await judged();
    const [second, first] = await listPrizesOf({ pool }, user);
    const stranger = await addPerson(pool, ++nextPerson);
    await expect(claimPayout({ pool }, first!.id, { user: stranger, destination: "me" })).rejects.toThrow(
      NotFoundError,
    );
    await claimPayout({ pool }, first!.id, { user, destination: "casino account" });
    await approvePayout({ pool }, first!.id, "user:2");
    await payPayout({ pool }, first!.id, { reference: "tip 1" }, "user:2");
    expect(await confirmPayout({ pool }, first!.id, user)).toMatchObject({
      state: "confirmed",
      origin: {
        kind: "reward",
        reward: "milestone",
        step: { period: "month", from: "2026-11-01", threshold: 10_000n * USD },
      },
    });
    await pool.query("update payouts set expires_at = now() + interval '1 day' where id = $1", [second!.id]);
    expect(await remindWinners({ pool })).toBeGreaterThan(0);
    await pool.query("update payouts set expires_at = now() where id = $1", [second!.id]);
    expect(await expirePayouts({ pool })).toBe(1);
    expect(await prizes(user)).toEqual(["10.00 confirmed", "15.00 expired"]);
    const listed = await listPayouts({ pool }, { limit: 200 });
    expect(listed.map(({ id }) => id)).toContain(first!.id);
  });
});

describe("the steps", () => {
  it("are refused when they make no sense, or a second one stands at the same volume", async () => {
    const step = { period: "month" as const, threshold: "10000", prize: "10" };
    expect(() => parseMilestone({ ...step, prize: "0" })).toThrow(InvalidInputError);
    expect(() => parseMilestone({ ...step, threshold: "0.5" })).toThrow(InvalidInputError);
    expect(() => parseMilestone({ ...step, every: "1" })).toThrow(InvalidInputError);
    await expect(addMilestones(context(), [parseMilestone(step)], "test")).rejects.toThrow(ConflictError);
  });

  it("that are new do not pay a month that was over; one that is retired pays nobody any more", async () => {
    clock.set("2026-12-01T06:00:00Z");
    const { user, player } = await linked();
    await wager(player, 7_000n, "2026-11-20T00:00:00Z");
    await addMilestones(context(), [parseMilestone({ period: "month", threshold: "5000", prize: "5" })], "test");
    await judged();
    expect(await prizes(user)).toEqual([]);
    const added = (await listMilestones(pool)).find(({ threshold }) => threshold === 5_000n * USD);
    await retireMilestone(context(), added!.id, "test");
    await expect(retireMilestone(context(), added!.id, "test")).rejects.toThrow(NotFoundError);
    await wager(player, 6_000n, "2026-12-01T05:00:00Z");
    await judged();
    expect(await prizes(user)).toEqual([]);
  });
});
