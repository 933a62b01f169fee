import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConflictError, NotFoundError } from "../../core/errors.js";
import { listPrizesOf } from "../../core/payouts/list-payouts.js";
import { takeBreak } from "../../core/people/breaks.js";
import { claimByWord, claimDrop, openCode } from "../../core/rewards/claim-drop.js";
import { type DropInput, parseDrop } from "../../core/rewards/drop-input.js";
import { closeDrop, findDrop, makeDrop, openDrops } from "../../core/rewards/drops.js";
import { RewardRefusedError } from "../../core/rewards/refused.js";
import type { PlayerId, SourceId, TelegramUserId } from "../../wire/ids.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { addPerson, linkTo, waitingFor } from "./_people.js";

const CLAIMERS = 24;
let database: TestDatabase;
let pool: Pool;
let source: SourceId;
let players: PlayerId[];
let users: TelegramUserId[];
beforeAll(async () => {
  database = await createTestDatabase();
  ({ pool } = database);
  source = await addSource(pool, "casino");
  players = await addPlayers(pool, source, CLAIMERS + 4);
  users = [];
  for (const [at, player] of players.entries()) {
    const user = await addPerson(pool, 100 + at);
    users.push(user);
    if (at < CLAIMERS) await linkTo(pool, user, player);
  }
});
afterAll(() => database[Symbol.asyncDispose]());

const context = () => testContext(pool);

async function drop(input: Partial<DropInput> = {}) {
  const now = new Date();
  const expiresAt = new Date(now.getTime() + 3_600_000);
  const amount = input.codes === undefined ? { amount: "5" } : {};
  return makeDrop(context(), parseDrop({ title: "Friday", expiresAt, ...amount, ...input }, now), "user:1");
}

async function reasonOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "claimed";
  } catch (error) {
    if (error instanceof RewardRefusedError) return error.reason;
    throw error;
  }
}

function tally(outcomes: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    [...new Set(outcomes)].sort().map((one) => [one, outcomes.filter((o) => o === one).length]),
  );
}

describe("a drop", () => {
  it("gives the last one to exactly one of two people who take it at once, many times over", async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await drop({ claims: 1 });
      const outcomes = await Promise.all(
        [users[round * 2]!, users[round * 2 + 1]!].map((user) => reasonOf(claimDrop(context(), id, user))),
      );
      expect(tally(outcomes)).toEqual({ claimed: 1, gone: 1 });
    }
  });

  it("gives n of them to n of many, each once, however often they press", async () => {
    const { id } = await drop({ claims: 10 });
    const presses = users.slice(0, CLAIMERS).flatMap((user) => [user, user, user]);
    const outcomes = await Promise.all(presses.map((user) => reasonOf(claimDrop(context(), id, user))));
    expect(outcomes.filter((one) => one === "claimed")).toHaveLength(10);
    const { rows } = await pool.query<{ number: number; user_id: string }>(
      "select number, user_id from drop_claims where drop_id = $1 order by number",
      [id],
    );
    expect(rows.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(rows.map(({ user_id: user }) => user)).size).toBe(10);
    expect((await findDrop(context(), id))?.state).toBe("gone");
    const { rows: owed } = await pool.query(
      "select count(*)::int as n, sum(p.amount)::int as cents from payouts p join reward_grants g on g.id = p.grant_id where g.kind = 'code' and g.subject = $1",
      [id],
    );
    expect(owed).toEqual([{ n: 10, cents: 5_000 }]);
  });

  it("would be given away twice by a look and a later write (control)", async () => {
    const { id } = await drop({ claims: 1 });
    await pool.query("alter table drops drop constraint drops_claims_left_range");
    const naive = async (): Promise<boolean> => {
      const { rows } = await pool.query<{ left: number }>("select claims_left as left from drops where id = $1", [id]);
      if (rows[0]!.left === 0) return false;
      await pool.query("select pg_sleep(0.05)");
      await pool.query("update drops set claims_left = claims_left - 1 where id = $1", [id]);
      return true;
    };
    expect(await Promise.all([naive(), naive()])).toEqual([true, true]);
    await pool.query("update drops set claims_left = 0 where claims_left < 0");
    await pool.query(
      "alter table drops add constraint drops_claims_left_range check (claims_left between 0 and claims_total)",
    );
  });

  it("tells each code once, in private, to its claimer alone; it lies sealed in the database", async () => {
    const { id } = await drop({ codes: ["SECRET-ONE", "SECRET-TWO"] });
    const [first, second, third] = users as [TelegramUserId, TelegramUserId, TelegramUserId];
    const claims = [await claimDrop(context(), id, first), await claimDrop(context(), id, second)];
    expect(claims.map(({ number, amount }) => [number, amount])).toEqual([
      [1, null],
      [2, null],
    ]);
    expect(await reasonOf(claimDrop(context(), id, first))).toBe("already");
    expect(await reasonOf(claimDrop(context(), id, third))).toBe("gone");
    const told = await waitingFor(pool, first);
    expect(told.filter((one) => one.startsWith("drop_code"))).toEqual([`drop_code {"drop": "${id}", "number": 1}`]);
    expect(await openCode(context(), { drop: id, number: 1 }, first)).toEqual({ title: "Friday", code: "SECRET-ONE" });
    expect(await openCode(context(), { drop: id, number: 1 }, second)).toBeUndefined();
    const { rows } = await pool.query("select encode(ciphertext, 'escape') as text from drop_codes");
    expect(JSON.stringify(rows)).not.toContain("SECRET");
    const { rows: outbox } = await pool.query("select payload::text from telegram_outbox");
    expect(JSON.stringify(outbox)).not.toContain("SECRET");
    expect(await listPrizesOf(context(), first)).not.toContainEqual(expect.objectContaining({ title: "SECRET-ONE" }));
  });

  it("tells no code to who never started the bot", async () => {
    const { id } = await drop({ codes: ["X1"] });
    await pool.query("update telegram_users set can_be_messaged = false where id = $1", [users[5]]);
    expect(await reasonOf(claimDrop(context(), id, users[5]!))).toBe("cannot_write");
    await pool.query("update telegram_users set can_be_messaged = true where id = $1", [users[5]]);
    expect(await reasonOf(claimDrop(context(), id, users[5]!))).toBe("claimed");
  });

  it("is for linked people with the volume it asks for, not on a break, and only once whatever account", async () => {
    const { id } = await drop({ claims: 5, minWager: "100", minWagerDays: 7 });
    const [rich, poor] = [users[0]!, users[1]!];
    await addEntries(pool, [
      { source, player: players[0]!, delta: 100_000_000n, at: new Date(Date.now() - 3_600_000) },
      { source, player: players[1]!, delta: 500_000_000n, at: new Date(Date.now() - 8 * 86_400_000) },
    ]);
    expect(await reasonOf(claimDrop(context(), id, poor))).toBe("too_little");
    expect(await reasonOf(claimDrop(context(), id, users[CLAIMERS]!))).toBe("no_link");
    expect(await reasonOf(claimDrop(context(), id, rich))).toBe("claimed");
    const other = await addSource(pool, "other");
    const [elsewhere] = await addPlayers(pool, other, 1);
    await linkTo(pool, rich, elsewhere!);
    await addEntries(pool, [
      { source: other, player: elsewhere!, delta: 900_000_000n, at: new Date(Date.now() - 60_000) },
    ]);
    expect(await reasonOf(claimDrop(context(), id, rich))).toBe("already");
    const free = await drop({ claims: 5 });
    await takeBreak({ pool }, users[2]!, 1);
    expect(await reasonOf(claimDrop(context(), free.id, users[2]!))).toBe("break");
  });

  it("begins and ends at its times, and by a person's word", async () => {
    const later = await drop({ opensAt: new Date(Date.now() + 60_000) });
    expect(await reasonOf(claimDrop(context(), later.id, users[3]!))).toBe("not_yet");
    const { id } = await drop({ claims: 2 });
    expect((await openDrops(context())).map((one) => one.id)).toContain(id);
    await closeDrop(context(), id, "user:1");
    await expect(closeDrop(context(), id, "user:1")).rejects.toThrow(ConflictError);
    expect(await reasonOf(claimDrop(context(), id, users[3]!))).toBe("over");
    const past = testContext(pool, { clock: { now: () => new Date(Date.now() + 2 * 3_600_000) } });
    const timed = await drop();
    expect(await reasonOf(claimDrop(past, timed.id, users[3]!))).toBe("over");
  });

  it("with a word is claimed by the word in any case, and not by its number", async () => {
    const { id } = await drop({ word: "Lucky-7", claims: 2 });
    await expect(drop({ word: "lucky-7" })).rejects.toThrow(ConflictError);
    await expect(claimDrop(context(), id, users[6]!)).rejects.toThrow(NotFoundError);
    await expect(claimByWord(context(), "lucky-8", users[6]!)).rejects.toThrow(NotFoundError);
    expect(await claimByWord(context(), " LUCKY-7 ", users[6]!)).toMatchObject({ drop: id, amount: 500n });
    expect(await reasonOf(claimByWord(context(), "lucky-7", users[6]!))).toBe("already");
    expect((await openDrops(context())).map((one) => one.id)).not.toContain(id);
  });
});
