import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import {
  approveAdjustment,
  listWaiting,
  refuseAdjustment,
  requestAdjustment,
} from "../../core/adjustments/adjustment-requests.js";
import { expireAdjustments } from "../../core/adjustments/expire-adjustments.js";
import { addAdjustment, listAdjustments, revertAdjustment } from "../../core/adjustments/adjust.js";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import { decideDispute, listDisputes, openDispute } from "../../core/disputes/disputes.js";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../../core/errors.js";
import { createRace } from "../../core/races/create-race.js";
import { explainPlayer } from "../../core/settlement/explain-player.js";
import { scoreNow } from "../../core/settlement/score-now.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { readResultText, receipt } from "../../core/settlement/read-result.js";
import { RaceLifeCycle } from "../../core/settlement/run-life-cycle.js";
import { correctResult, settleRace } from "../../core/settlement/settle-race.js";
import { createViews } from "../../core/views/create-views.js";
import { pastStandings } from "../../core/views/past-standings.js";
import { verifyReceipt } from "../../proof/verify-receipt.js";
import { verifyResult } from "../../proof/verify-result.js";
import { playerId, telegramUserId, type PlayerId } from "../../wire/ids.js";
import { microUsd } from "../../wire/money.js";
import type { Standings } from "../../wire/race.js";
import { inTransaction } from "../../db/transaction.js";
import { createTestDatabase } from "../_database.js";
import { fencePasses } from "../_fence.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { endedRace, MINUTE, statusOf, USD } from "./_race.js";

const usd = (amount: bigint) => microUsd(amount * USD);

async function liveRace(pool: Pool, title: string) {
  return createRace(
    testContext(pool),
    {
      title,
      startsAt: new Date(Date.now() - 60 * MINUTE).toISOString(),
      endsAt: new Date(Date.now() + 60 * MINUTE).toISOString(),
      prizes: ["100.00", "50.00"],
      graceMinutes: 0,
    },
    "test",
  );
}

async function linkTo(pool: Pool, user: number, player: PlayerId): Promise<void> {
  await pool.query("insert into telegram_users (id, first_name) values ($1, 'T') on conflict do nothing", [user]);
  await pool.query(
    `insert into links (user_id, source_id, player_id, state, proof, decided_at)
     select $1, source_id, id, 'approved', 'evidence', now() from players where id = $2`,
    [user, player],
  );
}

describe("a manual adjustment", () => {
  it("for one race counts there only; without a race it counts wherever its moment lies", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const [alice, bob] = await addPlayers(pool, source, 2);
    const one = await liveRace(pool, "One");
    const two = await liveRace(pool, "Two");
    await using boards = await startLiveBoards(context, {}, new AbortController().signal);
    await addEntries(pool, [{ source, player: alice!, delta: 10n * USD, at: new Date() }]);
    await addAdjustment(context, { player: alice!, race: one, amount: usd(-4n), reason: "double counted" }, "user:1");
    await addAdjustment(context, { player: bob!, race: null, amount: usd(3n), reason: "missing post" }, "user:1");
    await fencePasses(pool);
    await boards.caughtUp();
    const score = (key: Parameters<typeof boards.place>[0], player: PlayerId) => boards.place(key, player)?.score;
    expect([score(`race:${one}`, alice!), score(`race:${two}`, alice!), score("board:day", alice!)]).toEqual([
      6n * USD,
      10n * USD,
      10n * USD,
    ]);
    expect([score(`race:${one}`, bob!), score(`race:${two}`, bob!), score("board:all-time", bob!)]).toEqual([
      3n * USD,
      3n * USD,
      3n * USD,
    ]);
    await using reloaded = await startLiveBoards(context, {}, new AbortController().signal);
    expect(reloaded.page(`race:${one}`, 0, 9)!.rows).toEqual(boards.page(`race:${one}`, 0, 9)!.rows);
    const views = createViews(context, reloaded);
    const marks = ({ rows }: Standings) => rows.map(({ wagered, adjusted }) => [wagered, adjusted]);
    expect(marks(await views.standings(`race:${one}`, 9))).toEqual([
      ["6.000000", "-4.000000"],
      ["3.000000", "3.000000"],
    ]);
    const shown = [
      ["10.000000", undefined],
      ["3.000000", "3.000000"],
    ];
    expect(marks(await views.standings("board:day", 9))).toEqual(shown);
    expect(marks(await pastStandings(context, "day", new Date(), { limit: 9 }))).toEqual(shown);
    expect((await explainPlayer(context, one, alice!)).score).toBe(6n * USD);
    expect((await listAdjustments(context, { race: one, limit: 10 })).map(({ reason }) => reason)).toEqual([
      "missing post",
      "double counted",
    ]);
    expect(await listAdjustments(context, { race: two, limit: 10 })).toHaveLength(1);
  });

  it("after the result is late: it says so, and is marked in the next version and its receipt", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const [alice] = await addPlayers(pool, source, 1);
    const { id, startsAt } = await endedRace(pool);
    await addEntries(pool, [{ source, player: alice!, delta: 10n * USD, at: startsAt }]);
    expect(
      await addAdjustment(context, { player: alice!, race: id, amount: usd(1n), reason: "in time" }, "user:1"),
    ).toMatchObject({
      isLate: false,
    });
    await settleRace(context, id, "user:1");
    expect(
      await addAdjustment(context, { player: alice!, race: id, amount: usd(5n), reason: "a lost post" }, "user:1"),
    ).toMatchObject({
      isLate: true,
    });
    const before = await verifyResult(await readResultText(context, id));
    expect(before.document!.players[0]).toMatchObject({ score: "11.000000", adjusted: "1.000000" });
    await correctResult(context, id, "a lost post", "user:1");
    const { document, isGood } = await verifyResult(await readResultText(context, id));
    expect(isGood).toBe(true);
    expect(document!.players[0]).toMatchObject({ score: "16.000000", adjusted: "6.000000" });
    await using boards = await startLiveBoards(context, {}, new AbortController().signal);
    const { rows } = await createViews(context, boards).standings(`race:${id}`, 9);
    expect(rows).toMatchObject([{ wagered: "16.000000", adjusted: "6.000000" }]);
    expect((await verifyReceipt(await receipt(context, id, alice!), document!)).faults).toEqual([]);
  });

  it("is taken back once, by an opposite one, also when two people try at once", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const [alice] = await addPlayers(pool, source, 1);
    const race = await liveRace(pool, "One");
    const { id } = await addAdjustment(context, { player: alice!, race, amount: usd(8n), reason: "oops" }, "user:1");
    const tries = await Promise.allSettled([1, 2, 3].map(() => revertAdjustment(context, id, "not meant", "user:1")));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await expect(revertAdjustment(context, id, "once more", "user:1")).rejects.toBeInstanceOf(ConflictError);
    expect((await explainPlayer(context, race, alice!)).sum).toBe(0n);
    expect(
      (await listAdjustments(context, { player: alice!, limit: 9 })).map(({ amount, reverts }) => [amount, reverts]),
    ).toEqual([
      [-8n * USD, id],
      [8n * USD, null],
    ]);
  });

  it("is refused without a reason, of nothing, for nobody, and for races that have no scores", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const [alice] = await addPlayers(pool, source, 1);
    const add = (change: Partial<Parameters<typeof addAdjustment>[1]>) =>
      addAdjustment(context, { player: alice!, race: null, amount: usd(1n), reason: "good", ...change }, "user:1");
    await expect(add({ reason: " " })).rejects.toBeInstanceOf(InvalidInputError);
    await expect(add({ amount: usd(0n) })).rejects.toBeInstanceOf(InvalidInputError);
    await expect(add({ amount: microUsd(10n ** 16n + 1n) })).rejects.toBeInstanceOf(InvalidInputError);
    await expect(add({ player: playerId(999) })).rejects.toBeInstanceOf(NotFoundError);
    const draft = await createRace(
      context,
      { title: "D", startsAt: new Date().toISOString(), endsAt: "2099-01-01T00:00:00Z", prizes: ["1.00"] },
      "test",
      { isDraft: true },
    );
    await expect(add({ race: draft })).rejects.toBeInstanceOf(ConflictError);
    await expect(revertAdjustment(context, "77", "reason", "user:1")).rejects.toBeInstanceOf(NotFoundError);
    await expect(pool.query("delete from adjustments")).rejects.toMatchObject({ code: "23001" });
  });
});

describe("an adjustment with more to it", () => {
  it("sets a score, is taken back when its time is over, and leaves a result that is out alone", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const [alice, bob] = await addPlayers(pool, source, 2);
    const { id: race, startsAt } = await endedRace(pool, { graceMinutes: 60 });
    await addEntries(pool, [
      { source, player: alice!, delta: 10n * USD, at: startsAt },
      { source, player: bob!, delta: 3n * USD, at: startsAt },
    ]);
    const score = (player: PlayerId) => inTransaction(pool, "snapshot", (client) => scoreNow(client, race, player));
    const soon = () => new Date(Date.now() + 3_600_000);
    const set = (player: PlayerId, usdAmount: bigint) => ({
      player,
      race,
      amount: { setTo: usd(usdAmount) },
      reason: "by the report",
      expiresAt: soon(),
    });
    await addAdjustment(context, set(alice!, 4n), "user:1");
    await addAdjustment(context, set(bob!, 8n), "user:1");
    expect([await score(alice!), await score(bob!)]).toEqual([4n * USD, 8n * USD]);
    await expect(addAdjustment(context, set(bob!, 8n), "user:1")).rejects.toThrow(/that score already/);
    await expect(addAdjustment(context, { ...set(bob!, 9n), race: null }, "user:1")).rejects.toBeInstanceOf(
      InvalidInputError,
    );
    const past = { ...set(bob!, 9n), expiresAt: new Date(Date.now() - 1) };
    await expect(addAdjustment(context, past, "user:1")).rejects.toBeInstanceOf(InvalidInputError);

    const expire = (player: PlayerId) =>
      pool.query(
        `alter table adjustments disable trigger all; update adjustments set expires_at = now() where player_id = ${player};
         alter table adjustments enable trigger all`,
      );
    await expire(alice!);
    const rounds = await Promise.all(Array.from({ length: 4 }, () => expireAdjustments(context)));
    expect(rounds.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect([await score(alice!), await score(bob!)]).toEqual([10n * USD, 8n * USD]);
    // The two lie at the same moment: there is no window that has one without the other.
    const { rows } = await pool.query(
      "select count(distinct occurred_at)::int as moments, sum(delta)::int as sum from ledger where kind = 'adjustment' and player_id = $1",
      [alice],
    );
    expect(rows).toEqual([{ moments: 1, sum: 0 }]);
    await settleRace(context, race, "user:1");
    await expire(bob!);
    expect(await expireAdjustments(context)).toBe(0);
  });

  it("counts nowhere until a second person approves it, who is not the first one with a key", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const [alice] = await addPlayers(pool, source, 1);
    const { id: race, startsAt } = await endedRace(pool, { graceMinutes: 60 });
    await addEntries(pool, [{ source, player: alice!, delta: 10n * USD, at: startsAt }]);
    await pool.query(
      "insert into api_keys (id, name, key_sha256, scopes, created_by) values ('own', 'k', sha256('k'), '{admin}', 'user:1')",
    );
    const request = { player: alice!, race, amount: { setTo: usd(40n) }, reason: "a batch that got lost" };
    const id = await requestAdjustment(context, request, "user:1");
    expect(await listAdjustments(context, { race, limit: 9 })).toEqual([]);
    expect(await listWaiting(context)).toMatchObject([{ id, player: `p${alice}`, race, actor: "user:1" }]);
    for (const self of ["user:1", "key:own"]) {
      await expect(approveAdjustment(context, id, self)).rejects.toBeInstanceOf(ForbiddenError);
    }
    // What has come since is part of what the score is set to.
    await addEntries(pool, [{ source, player: alice!, delta: 5n * USD, at: startsAt }]);
    const tries = await Promise.allSettled([2, 3, 4].map((user) => approveAdjustment(context, id, `user:${user}`)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await listAdjustments(context, { race, limit: 9 })).toMatchObject([
      { amount: 25n * USD, actor: "user:1", approvedBy: expect.stringMatching(/^user:[234]$/) },
    ]);
    await expect(refuseAdjustment(context, id, "too late", "user:2")).rejects.toBeInstanceOf(ConflictError);
    const other = await requestAdjustment(context, { ...request, race: null, amount: usd(1n) }, "user:1");
    await refuseAdjustment(context, other, "not proven", "user:1");
    await expect(approveAdjustment(context, other, "user:2")).rejects.toBeInstanceOf(ConflictError);
    await expect(approveAdjustment(context, "r99", "user:2")).rejects.toBeInstanceOf(NotFoundError);
    expect(await listWaiting(context)).toEqual([]);
  });
});

describe("a dispute", () => {
  async function world(pool: Pool) {
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const [alice, bob] = await addPlayers(pool, source, 2);
    await linkTo(pool, 100, alice!);
    const { id, startsAt } = await endedRace(pool);
    await addEntries(pool, [
      { source, player: alice!, delta: 10n * USD, at: startsAt },
      { source, player: bob!, delta: 12n * USD, at: startsAt },
    ]);
    const open = (user: number, text = "My wager of noon is missing") =>
      openDispute(context, { race: id, user: telegramUserId(user), text });
    return { context, source, alice: alice!, bob: bob!, id, startsAt, open };
  }

  it("carries the player's timeline and holds the automatic end of the window up until it is answered", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, source, alice, id, startsAt, open } = await world(pool);
    await expect(open(100)).rejects.toMatchObject({ code: "conflict", allowed: ["settle", "void"] });
    await settleRace(context, id, "user:1");
    await addEntries(pool, [{ source, player: alice, delta: 5n * USD, at: startsAt }]);
    const dispute = await open(100);
    expect(dispute).toMatchObject({ state: "open", version: 1, player: `p${alice}` });
    expect(dispute.evidence).toMatchObject({
      rank: 2,
      score: "10.000000",
      entriesInAll: 1,
      late: [{ counted: (5n * USD).toString() }],
      sources: [{ slug: "casino" }],
    });
    const cycle = new RaceLifeCycle(context);
    await cycle.round();
    expect(await statusOf(pool, id)).toBe("provisional");
    await correctResult(context, id, "The wager of noon came late", "user:1");
    expect(
      await decideDispute(context, dispute.id, { isAccepted: true, answer: "It counts now" }, "user:1"),
    ).toMatchObject({
      state: "accepted",
      decidedBy: "user:1",
    });
    await cycle.round();
    expect(await statusOf(pool, id)).toBe("final");
    await expect(
      decideDispute(context, dispute.id, { isAccepted: false, answer: "or not" }, "user:2"),
    ).rejects.toBeInstanceOf(ConflictError);
    await expect(open(100)).rejects.toBeInstanceOf(ConflictError);
  });

  it("is opened once a person and race, by people with a player, while the result is provisional", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, id, open } = await world(pool);
    await settleRace(context, id, "user:1");
    await pool.query("insert into telegram_users (id, first_name) values (300, 'T')");
    await expect(open(300)).rejects.toBeInstanceOf(ConflictError);
    await expect(open(100, " ")).rejects.toBeInstanceOf(InvalidInputError);
    const tries = await Promise.allSettled([1, 2, 3].map(() => open(100)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await listDisputes(context, { race: id, state: "open", limit: 10 })).toHaveLength(1);
    // Prizes that somebody disputes are owed only by an order that says why, in public.
    await expect(finalizeRace(context, id, "user:1")).rejects.toThrow(/case is still open.*overrule/);
    await expect(finalizeRace(context, id, "user:1", " ")).rejects.toBeInstanceOf(InvalidInputError);
    expect(await statusOf(pool, id)).toBe("provisional");
    await finalizeRace(context, id, "user:1", "The casino has confirmed the figures");
    const { rows: finals } = await pool.query("select note, detail from race_events where event = 'final'");
    expect(finals).toMatchObject([{ note: "The casino has confirmed the figures", detail: { openDisputes: 1 } }]);
    await expect(open(100)).rejects.toBeInstanceOf(ConflictError);
    await expect(decideDispute(context, "99", { isAccepted: true, answer: "yes" }, "user:1")).rejects.toBeInstanceOf(
      NotFoundError,
    );
  });
});
