import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "../../core/errors.js";
import { listPrizesOf } from "../../core/payouts/list-payouts.js";
import { takeBreak } from "../../core/people/breaks.js";
import {
  acceptEntry,
  enterChallenge,
  openEntries,
  readEntry,
  rejectEntry,
} from "../../core/rewards/challenge-entries.js";
import {
  closeChallenge,
  findChallenge,
  makeChallenge,
  multiplierText,
  parseChallenge,
  parseMultiplier,
  replaceBetHosts,
} from "../../core/rewards/challenges.js";
import { RewardRefusedError } from "../../core/rewards/refused.js";
import type { PlayerId, TelegramUserId } from "../../wire/ids.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { addPlayers, addSource, testContext } from "../core/_world.js";
import { addPerson, linkTo, waitingFor } from "./_people.js";

let database: TestDatabase;
let pool: Pool;
let players: PlayerId[];
let users: TelegramUserId[];
let bets = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  ({ pool } = database);
  const source = await addSource(pool, "casino");
  players = await addPlayers(pool, source, 13);
  users = [];
  for (const [at, player] of players.entries()) {
    const user = await addPerson(pool, 100 + at);
    users.push(user);
    if (at < 12) await linkTo(pool, user, player);
  }
});
afterAll(() => database[Symbol.asyncDispose]());

const context = () => testContext(pool);
const bet = (): string => `https://goated.com/bet/${++bets}`;

async function challenge(winners = 1) {
  await replaceBetHosts(context(), ["goated.com"], "test");
  const now = new Date();
  const deadline = new Date(now.getTime() + 3_600_000);
  const input = { game: "Plinko", multiplier: "100x", minBet: "0.50", prize: "25", winners, deadline };
  return makeChallenge(context(), parseChallenge(input, now), "user:1");
}

async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "done";
  } catch (error) {
    if (error instanceof RewardRefusedError) return error.reason;
    if (error instanceof ConflictError) return error.allowed[0] ?? "conflict";
    throw error;
  }
}

describe("a challenge", () => {
  it("needs a host for its links before it can be made", async () => {
    await using other = await createTestDatabase();
    const own = testContext(other.pool);
    const now = new Date();
    const input = {
      game: "Dice",
      multiplier: "2",
      minBet: "1",
      prize: "1",
      winners: 1,
      deadline: new Date(now.getTime() + 1_000),
    };
    await expect(makeChallenge(own, parseChallenge(input, now), "test")).rejects.toThrow(ConflictError);
    await expect(replaceBetHosts(own, ["https://goated.com"], "test")).rejects.toThrow(InvalidInputError);
  });

  it("takes one entry of each linked player, with a bet at an allowed casino that nobody else has shown", async () => {
    const { id } = await challenge();
    const link = bet();
    expect(await enterChallenge(context(), id, users[0]!, link)).toMatchObject({ challenge: id, state: "open" });
    expect(await outcome(enterChallenge(context(), id, users[0]!, bet()))).toBe("already");
    expect(await outcome(enterChallenge(context(), id, users[1]!, link))).toBe("taken");
    expect(await outcome(enterChallenge(context(), id, users[12]!, bet()))).toBe("no_link");
    await expect(enterChallenge(context(), id, users[1]!, "https://evil.example/bet/1")).rejects.toThrow(
      InvalidInputError,
    );
    await expect(enterChallenge(context(), "999", users[1]!, bet())).rejects.toThrow(NotFoundError);
    await takeBreak({ pool }, users[11]!, 1);
    expect(await outcome(enterChallenge(context(), id, users[11]!, bet()))).toBe("break");
    // The same bet in another challenge is another matter.
    const second = await challenge();
    expect(await outcome(enterChallenge(context(), second.id, users[1]!, link))).toBe("done");
  });

  it("holds its number of winners when administrators decide at the same moment, and turns down the rest", async () => {
    const { id } = await challenge(3);
    const entries = [];
    for (const user of users.slice(0, 10)) entries.push(await enterChallenge(context(), id, user, bet()));
    const outcomes = await Promise.all(entries.map((entry) => outcome(acceptEntry(context(), entry.id, "user:1"))));
    expect(outcomes.filter((one) => one === "done")).toHaveLength(3);
    const states = await Promise.all(entries.map(async (entry) => (await readEntry({ pool }, entry.id)).state));
    expect(states.toSorted()).toEqual([...Array(3).fill("accepted"), ...Array(7).fill("rejected")]);
    expect(await findChallenge(context(), id)).toMatchObject({ winnersLeft: 0, state: "won" });
    const { rows } = await pool.query(
      "select count(*)::int as n, sum(p.amount)::int as cents from payouts p join reward_grants g on g.id = p.grant_id where g.kind = 'challenge' and g.subject = $1",
      [id],
    );
    expect(rows).toEqual([{ n: 3, cents: 7_500 }]);
    expect(await outcome(enterChallenge(context(), id, users[10]!, bet()))).toBe("gone");
  });

  it("pays an accepted entry once through the ledger of prizes, and tells a rejected one why", async () => {
    const { id } = await challenge(2);
    const [winner, loser] = [users[4]!, users[5]!];
    const good = await enterChallenge(context(), id, winner, bet());
    const poor = await enterChallenge(context(), id, loser, bet());
    expect((await openEntries({ pool }, 50)).map((entry) => entry.id)).toEqual(
      expect.arrayContaining([good.id, poor.id]),
    );
    await expect(acceptEntry(context(), good.id, `user:${winner}`)).rejects.toThrow(ForbiddenError);
    expect(await acceptEntry(context(), good.id, "user:1")).toMatchObject({ state: "accepted" });
    expect(await outcome(acceptEntry(context(), good.id, "user:1"))).toBe("conflict");
    expect(await outcome(rejectEntry(context(), good.id, { reason: "changed my mind" }, "user:1"))).toBe("conflict");
    await rejectEntry(context(), poor.id, { reason: "The bet shows 20x" }, "user:1");
    const prizes = await listPrizesOf({ pool }, winner);
    expect(prizes[0]).toMatchObject({ amount: 2_500n, origin: { reward: "challenge", title: "Plinko 100x" } });
    expect(await waitingFor(pool, loser)).toContain(`entry_rejected {"entry": "${poor.id}"}`);
  });

  it("gives nothing to who is on a break by the time he is believed", async () => {
    const { id } = await challenge();
    const entry = await enterChallenge(context(), id, users[6]!, bet());
    await takeBreak({ pool }, users[6]!, 1);
    expect(await outcome(acceptEntry(context(), entry.id, "user:1"))).toBe("break");
    expect(await findChallenge(context(), id)).toMatchObject({ winnersLeft: 1 });
  });

  it("takes nothing after its deadline or its end, and still decides what waits", async () => {
    const { id } = await challenge(2);
    const entry = await enterChallenge(context(), id, users[7]!, bet());
    await closeChallenge(context(), id, "user:1");
    expect(await outcome(enterChallenge(context(), id, users[8]!, bet()))).toBe("over");
    expect(await outcome(acceptEntry(context(), entry.id, "user:1"))).toBe("done");
    const late = testContext(pool, { clock: { now: () => new Date(Date.now() + 2 * 3_600_000) } });
    const { id: timed } = await challenge();
    expect(await outcome(enterChallenge(late, timed, users[8]!, bet()))).toBe("over");
  });
});

describe("multipliers", () => {
  it.each([
    ["100", 10_000, "100x"],
    ["1,000x", 100_000, "1000x"],
    ["2.5", 250, "2.5x"],
    ["1.01", 101, "1.01x"],
  ])("%s is %i hundredths, shown as %s", (text, hundredths, shown) => {
    expect(parseMultiplier(text)).toBe(hundredths);
    expect(multiplierText(hundredths)).toBe(shown);
  });

  it.each(["1", "0.5", "", "ten", "1.005", "-5"])("%j is none", (text) => {
    expect(parseMultiplier(text)).toBeUndefined();
  });
});
