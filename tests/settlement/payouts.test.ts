import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../../core/errors.js";
import { listPayouts, listPrizesOf, payoutFigure, payoutHistory, payoutsCsv } from "../../core/payouts/list-payouts.js";
import { approvePayout, claimPayout, confirmPayout, failPayout, payPayout } from "../../core/payouts/move-payout.js";
import { allowedPayoutActions, type PayoutAction } from "../../core/payouts/payout-record.js";
import { expirePayouts, remindWinners } from "../../core/payouts/payouts-by-clock.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { takeBreak } from "../../core/people/breaks.js";
import { excludePlayer, liftExclusion } from "../../core/settlement/exclude.js";
import { correctResult, settleRace } from "../../core/settlement/settle-race.js";
import { telegramUserId, type PlayerId } from "../../wire/ids.js";
import type { PayoutState } from "../../wire/payouts.js";
import fc from "fast-check";
import { createTestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { endedRace, eventsOf, statusOf, USD } from "./_race.js";

const WINNER = telegramUserId(100);
const STRANGER = telegramUserId(200);

async function addUser(pool: Pool, id: number, role?: string): Promise<void> {
  await pool.query("insert into telegram_users (id, first_name) values ($1, 'T') on conflict do nothing", [id]);
  if (role !== undefined) await pool.query("insert into user_roles (user_id, role) values ($1, $2)", [id, role]);
}

async function linkTo(pool: Pool, user: number, player: PlayerId): Promise<void> {
  await addUser(pool, user);
  await pool.query(
    `insert into links (user_id, source_id, player_id, state, proof, decided_at)
     select $1, source_id, id, 'approved', 'evidence', now() from players where id = $2`,
    [user, player],
  );
}

/** A final race with one prize of 100 USD for a player who belongs to WINNER. */
async function oweOnePrize(pool: Pool, creator = "user:1") {
  const context = testContext(pool);
  const source = await addSource(pool, "casino");
  const [player] = await addPlayers(pool, source, 1);
  await linkTo(pool, WINNER, player!);
  await addUser(pool, STRANGER);
  const { id, startsAt } = await endedRace(pool);
  await addEntries(pool, [{ source, player: player!, delta: 5n * USD, at: startsAt }]);
  await settleRace(context, id, creator);
  await finalizeRace(context, id, creator);
  const [payout] = await listPayouts(context, { race: id, limit: 10 });
  return { context, race: id, payout: payout!, player: player! };
}

const MOVES: Record<PayoutAction, (pool: Pool, id: string) => Promise<unknown>> = {
  claim: (pool, id) => claimPayout({ pool }, id, { user: WINNER, destination: "casino account" }),
  approve: (pool, id) => approvePayout({ pool }, id, "user:2"),
  pay: (pool, id) => payPayout({ pool }, id, { reference: "tip 77" }, "user:2"),
  confirm: (pool, id) => confirmPayout({ pool }, id, WINNER),
  fail: (pool, id) => failPayout({ pool }, id, { reason: "wrong account" }, "user:2"),
};
const TO: Record<PayoutAction, PayoutState> = {
  claim: "claimed",
  approve: "approved",
  pay: "paid",
  confirm: "confirmed",
  fail: "failed",
};

describe("a payout", () => {
  it("goes from owed to confirmed, and the race is paid with its last one", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, race, payout } = await oweOnePrize(pool);
    const origin = { kind: "race", race, title: "Weekly", rank: 1, version: 1 };
    expect(payout).toMatchObject({ state: "owed", amount: 10_000n, origin, allowed: ["claim"] });
    expect(await listPrizesOf(context, WINNER)).toHaveLength(1);
    expect(await listPrizesOf(context, STRANGER)).toEqual([]);
    await MOVES.claim(pool, payout.id);
    await MOVES.approve(pool, payout.id);
    expect(await statusOf(pool, race)).toBe("final");
    expect(await MOVES.pay(pool, payout.id)).toMatchObject({
      state: "paid",
      reference: "tip 77",
      approvedBy: "user:2",
    });
    expect(await statusOf(pool, race)).toBe("paid");
    await MOVES.confirm(pool, payout.id);
    expect((await payoutHistory(context, payout.id)).map(({ event, actor }) => [event, actor])).toEqual([
      ["owed", "user:1"],
      ["claimed", "user:100"],
      ["approved", "user:2"],
      ["paid", "user:2"],
      ["confirmed", "user:100"],
    ]);
    expect(await payoutFigure(context)).toEqual({ claimed: 1, paid: 1, hours: 1 });
  });

  it("takes only the moves its state allows, in whatever order they are tried", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { payout, race } = await oweOnePrize(pool);
    const sequence = fc.array(fc.constantFrom<PayoutAction>("claim", "approve", "pay", "confirm", "fail"), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(sequence, async (actions) => {
        await pool.query(
          `update payouts set state = 'owed', user_id = null, destination = null, approved_by = null, reference = null, paid_at = null`,
        );
        await pool.query("update races set status = 'final'");
        let state: PayoutState = "owed";
        for (const action of actions) {
          const allowed = allowedPayoutActions(state);
          const outcome = await MOVES[action](pool, payout.id).then(
            () => "done",
            (error: unknown) => error,
          );
          if (allowed.includes(action)) state = TO[action];
          // Before the claim nobody owns the prize, so to its winner a confirmation is about nothing.
          const isRefused = outcome instanceof ConflictError || outcome instanceof NotFoundError;
          expect(outcome === "done" || isRefused).toBe(true);
          expect(outcome === "done").toBe(allowed.includes(action));
          const [now] = await listPayouts({ pool }, { race, limit: 1 });
          expect(now!.state).toBe(state);
          expect(await statusOf(pool, race)).toBe(["paid", "confirmed"].includes(state) ? "paid" : "final");
        }
      }),
      { numRuns: 25 },
    );
  });

  it("is claimed by its winner only, through a proven link; to others it does not exist", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, payout, player } = await oweOnePrize(pool);
    const claim = (user: number) =>
      claimPayout(context, payout.id, { user: telegramUserId(user), destination: "mine" });
    await expect(claim(STRANGER)).rejects.toBeInstanceOf(NotFoundError);
    await expect(claimPayout(context, "999", { user: WINNER, destination: "x" })).rejects.toBeInstanceOf(NotFoundError);
    await expect(claimPayout(context, "1; drop", { user: WINNER, destination: "x" })).rejects.toBeInstanceOf(
      NotFoundError,
    );
    await expect(claimPayout(context, payout.id, { user: WINNER, destination: " " })).rejects.toBeInstanceOf(
      InvalidInputError,
    );
    await pool.query("update links set state = 'ended', ended_at = now() where player_id = $1", [player]);
    await expect(claim(WINNER)).rejects.toBeInstanceOf(NotFoundError);
    await pool.query(
      `insert into links (user_id, source_id, player_id, state, proof, decided_at)
       select user_id, source_id, player_id, 'approved', proof, now() from links where player_id = $1`,
      [player],
    );
    await claim(WINNER);
    await expect(claim(STRANGER)).rejects.toBeInstanceOf(NotFoundError);
    await expect(confirmPayout(context, payout.id, STRANGER)).rejects.toBeInstanceOf(NotFoundError);
  });

  it("claimed many times at once is claimed once, with one event", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, payout } = await oweOnePrize(pool);
    const claims = await Promise.allSettled(Array.from({ length: 8 }, () => MOVES.claim(pool, payout.id)));
    expect(claims.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await payoutHistory(context, payout.id)).map(({ event }) => event)).toEqual(["owed", "claimed"]);
  });

  it("is approved by somebody else than its creator where two people may, and never by its winner", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { payout } = await oweOnePrize(pool, "user:1");
    await addUser(pool, 1, "admin");
    await MOVES.claim(pool, payout.id);
    await expect(approvePayout({ pool }, payout.id, `user:${WINNER}`)).rejects.toBeInstanceOf(ForbiddenError);
    await addUser(pool, 2, "finance");
    await expect(approvePayout({ pool }, payout.id, "user:1")).rejects.toBeInstanceOf(ForbiddenError);
    // A key is the person who made it, also through another key.
    await pool.query(
      `insert into api_keys (id, name, key_sha256, scopes, created_by)
       select id, 'k', sha256(id::bytea), '{admin}', by from unnest($1::text[], $2::text[]) as k(id, by)`,
      [
        ["own", "deep", "winners", "script"],
        ["user:1", "key:own", `user:${WINNER}`, "cli"],
      ],
    );
    for (const key of ["own", "deep", "winners"]) {
      await expect(approvePayout({ pool }, payout.id, `key:${key}`)).rejects.toBeInstanceOf(ForbiddenError);
    }
    await pool.query("delete from user_roles where user_id = 2");
    await addUser(pool, 3, "moderator");
    expect(await approvePayout({ pool }, payout.id, "user:1")).toMatchObject({ state: "approved" });
  });

  it("that nobody claims in time expires after one reminder, and closes the race", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, payout, race } = await oweOnePrize(pool);
    expect([await remindWinners(context), await expirePayouts(context)]).toEqual([0, 0]);
    await pool.query("update payouts set expires_at = now() + interval '2 days'");
    expect([await remindWinners(context), await remindWinners(context), await expirePayouts(context)]).toEqual([
      1, 0, 0,
    ]);
    await pool.query("update payouts set expires_at = now()");
    expect(await expirePayouts(context)).toBe(1);
    expect(await statusOf(pool, race)).toBe("paid");
    expect((await payoutHistory(context, payout.id)).map(({ event }) => event)).toEqual([
      "owed",
      "reminder",
      "expired",
    ]);
    await expect(MOVES.claim(pool, payout.id)).rejects.toMatchObject({ code: "conflict", allowed: [] });
  });

  it("that came back waits as long again for its winner, is reminded of, and then closes the race all the same", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, payout, race } = await oweOnePrize(pool);
    await pool.query("update payouts set expires_at = now() + interval '1 minute', reminded_at = now()");
    for (const action of ["claim", "fail"] as const) await MOVES[action](pool, payout.id);
    const [failed] = await listPayouts(context, { race, limit: 1 });
    expect(failed!.expiresAt.getTime()).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    expect([await remindWinners(context), await expirePayouts(context)]).toEqual([0, 0]);
    await pool.query("update payouts set expires_at = now() + interval '2 days'");
    expect([await remindWinners(context), await remindWinners(context)]).toEqual([1, 0]);
    await pool.query("update payouts set expires_at = now()");
    expect(await expirePayouts(context)).toBe(1);
    expect(await statusOf(pool, race)).toBe("paid");
  });

  it("of somebody who is found to cheat after the result is not approved and not paid; a correction takes it from him", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, payout, player, race } = await oweOnePrize(pool);
    await MOVES.claim(pool, payout.id);
    const ban = await excludePlayer(context, { user: WINNER, race: null, kind: "banned", reason: "bot" }, "user:2");
    await expect(MOVES.approve(pool, payout.id)).rejects.toMatchObject({ code: "conflict", allowed: ["fail"] });
    await liftExclusion(context, ban, "user:2");
    await MOVES.approve(pool, payout.id);
    // Not for another race, nor for a break: what was won before it is paid.
    const other = await endedRace(pool);
    await excludePlayer(context, { player, race: other.id, kind: "alt", reason: "of U9" }, "user:2");
    await takeBreak(context, WINNER, null);
    await excludePlayer(context, { player, race, kind: "alt", reason: "of U9" }, "user:2");
    await expect(MOVES.pay(pool, payout.id)).rejects.toMatchObject({ code: "conflict", allowed: ["fail"] });
    await correctResult(context, race, "a second account", "user:2");
    expect((await listPayouts(context, { race, limit: 5 })).map(({ state }) => state)).toEqual(["replaced"]);
  });

  it("that comes back opens its race again until it is paid", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { payout, race } = await oweOnePrize(pool);
    for (const action of ["claim", "approve", "pay", "fail"] as const) await MOVES[action](pool, payout.id);
    expect(await statusOf(pool, race)).toBe("final");
    for (const action of ["claim", "approve", "pay"] as const) await MOVES[action](pool, payout.id);
    expect(await eventsOf(pool, race)).toEqual([
      "created",
      "live",
      "settling",
      "provisional",
      "final",
      "paid",
      "reopened",
      "paid",
    ]);
  });

  it("is listed page by page, and exported without formulas", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, payout, race } = await oweOnePrize(pool);
    await claimPayout(context, payout.id, { user: WINNER, destination: '=HYPERLINK("x"), me' });
    expect(await listPayouts(context, { states: ["owed"], limit: 5 })).toEqual([]);
    expect(await listPayouts(context, { limit: 5, after: payout.id })).toEqual([]);
    await expect(listPayouts(context, { limit: 5, after: "x" })).rejects.toBeInstanceOf(InvalidInputError);
    const csv = await payoutsCsv(context, race);
    expect(csv.split("\r\n")[0]).toBe(
      "id,race,version,player,rank,amount,state,destination,reference,created,paid,lane",
    );
    expect(csv).toContain(`100.00,claimed,"'=HYPERLINK(""x""), me",`);
  });
});
