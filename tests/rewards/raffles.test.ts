import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConflictError, InvalidInputError, NotFoundError } from "../../core/errors.js";
import { listPrizesOf } from "../../core/payouts/list-payouts.js";
import { takeBreak } from "../../core/people/breaks.js";
import { eligibleAccountsOf } from "../../core/rewards/eligible.js";
import { drawDueRaffles, ownTickets, rafflePseudonym } from "../../core/rewards/draw-raffle.js";
import { cancelRaffle, listRaffles, makeRaffle, parseRaffle, readRaffleText } from "../../core/rewards/raffles.js";
import { verifyRaffle } from "../../proof/raffle.js";
import type { PlayerId, SourceId, TelegramUserId } from "../../wire/ids.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, settableClock, testContext } from "../core/_world.js";
import { addPerson, linkTo } from "./_people.js";

const USD = 1_000_000n;
const clock = settableClock("2026-11-02T00:00:00Z");
let database: TestDatabase;
let pool: Pool;
let source: SourceId;
let players: PlayerId[];
let users: TelegramUserId[];
beforeAll(async () => {
  database = await createTestDatabase();
  ({ pool } = database);
  source = await addSource(pool, "casino");
  players = await addPlayers(pool, source, 8);
  users = [];
  for (const [at, player] of players.entries()) {
    users.push(await addPerson(pool, 100 + at));
    if (at < 6) await linkTo(pool, users[at]!, player);
  }
});
afterAll(() => database[Symbol.asyncDispose]());

const context = () => testContext(pool, { clock });
const input = {
  title: "November",
  startsAt: new Date("2026-11-01T00:00:00Z"),
  endsAt: new Date("2026-12-01T00:00:00Z"),
  ticketPrice: "1000",
  prizes: ["100", "50"],
};
const raffle = () => makeRaffle(context(), parseRaffle(input, clock.now()), "user:1");

async function wager(player: PlayerId, micro: bigint, at: string): Promise<void> {
  await addEntries(pool, [{ source, player, delta: micro, at }]);
}

describe("a raffle", () => {
  it("keeps fractions over all wagers and accounts, leaves out who may not win, and is drawn once by the committed seed", async () => {
    clock.set("2026-11-02T00:00:00Z");
    const { id, commitment } = await raffle();
    // 2,500 parts of 0.8 dollars are two tickets, where every part by itself is none.
    await addEntries(
      pool,
      Array.from({ length: 2_500 }, (_, at) => ({
        source,
        player: players[0]!,
        delta: 800_000n,
        at: new Date(Date.parse("2026-11-03T00:00:00Z") + at * 1_000),
      })),
    );
    const other = await addSource(pool, "other");
    const [elsewhere] = await addPlayers(pool, other, 1);
    await linkTo(pool, users[1]!, elsewhere!);
    await wager(players[1]!, 600n * USD, "2026-11-04T00:00:00Z");
    await addEntries(pool, [{ source: other, player: elsewhere!, delta: 500n * USD, at: "2026-11-05T00:00:00Z" }]);
    await wager(players[2]!, 999_999_999n, "2026-11-04T00:00:00Z");
    await wager(players[3]!, 9_000n * USD, "2026-12-01T00:00:00Z");
    await wager(players[4]!, 9_000n * USD, "2026-11-06T00:00:00Z");
    await wager(players[7]!, 9_000n * USD, "2026-11-06T00:00:00Z");
    await takeBreak({ pool }, users[4]!, 90);
    const accounts = await eligibleAccountsOf(pool, users[1]!);
    const open = await listRaffles(context(), 10);
    expect(await ownTickets(context(), open, accounts, users[1]!)).toMatchObject([
      { raffle: id, tickets: 1, wagered: 1_100n * USD },
    ]);

    clock.set("2026-12-01T00:14:59Z");
    expect(await drawDueRaffles(context())).toBe(0);
    clock.set("2026-12-01T00:15:00Z");
    const rounds = await Promise.all(Array.from({ length: 4 }, () => drawDueRaffles(context())));
    expect(rounds.reduce((sum, drawn) => sum + drawn, 0)).toBe(1);
    expect(await drawDueRaffles(context())).toBe(0);

    const text = await readRaffleText(context(), id);
    const { isGood, document, checks } = await verifyRaffle(text, commitment);
    expect([isGood, checks.filter((check) => !check.isGood)]).toEqual([true, []]);
    const name = (user: TelegramUserId) => rafflePseudonym(context().secretsKey, id, user);
    const tickets = Object.fromEntries(document!.participants.map((one) => [one.pseudonym, one.tickets]));
    expect(tickets).toEqual({ [name(users[0]!)]: 2, [name(users[1]!)]: 1 });
    expect(document!.winners.map(({ prize }) => prize)).toEqual(["100.00", "50.00"]);
    const prizes = [...(await listPrizesOf({ pool }, users[0]!)), ...(await listPrizesOf({ pool }, users[1]!))];
    expect(prizes.map(({ amount }) => amount).toSorted((a, b) => Number(b - a))).toEqual([10_000n, 5_000n]);
    expect(prizes[0]).toMatchObject({ state: "owed", origin: { reward: "raffle", title: "November" } });
    const listed = await listRaffles(context(), 10);
    expect(listed[0]).toMatchObject({ id, state: "drawn", document: { seed: document!.seed } });
  });

  it("keeps its seed sealed until the draw", async () => {
    clock.set("2026-11-02T00:00:00Z");
    const { id } = await raffle();
    const { rows } = await pool.query(
      "select encode(seed_ciphertext, 'hex') as sealed, document from raffles where id = $1",
      [id],
    );
    expect(rows[0]).toMatchObject({ document: null });
    await expect(readRaffleText(context(), id)).rejects.toThrow(NotFoundError);
    // Another key cannot draw it: nothing is written rather than something that does not verify.
    clock.set("2027-01-01T00:00:00Z");
    const stranger = testContext(pool, { clock, secretsKey: Buffer.alloc(32, 9) });
    await expect(drawDueRaffles(stranger)).rejects.toThrow(/cannot be opened/);
    expect(await drawDueRaffles(context())).toBe(1);
  });

  it("is called off with a reason, and not once it is drawn", async () => {
    clock.set("2026-11-02T00:00:00Z");
    const { id } = await raffle();
    await expect(cancelRaffle(context(), id, { reason: "" }, "user:1")).rejects.toThrow(InvalidInputError);
    expect(await cancelRaffle(context(), id, { reason: "The casino closed" }, "user:1")).toMatchObject({
      state: "cancelled",
      cancelReason: "The casino closed",
    });
    await expect(cancelRaffle(context(), id, { reason: "again" }, "user:1")).rejects.toThrow(ConflictError);
    clock.set("2027-02-01T00:00:00Z");
    expect(await drawDueRaffles(context())).toBe(0);
  });

  it.each([
    [{ title: "" }, "title"],
    [{ ticketPrice: "0.5" }, "ticketPrice"],
    [{ prizes: [] }, "prizes"],
    [{ prizes: ["10", "20"] }, "prizes.1"],
    [{ prizes: ["10", "0"] }, "prizes.1"],
    [{ endsAt: input.startsAt }, "endsAt"],
  ])("is refused with %j", (change, path) => {
    const make = () => parseRaffle({ ...input, ...change }, new Date("2026-11-02T00:00:00Z"));
    expect(make).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ path })] }));
  });
});
