import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InvalidInputError } from "../../core/errors.js";
import { addAdjustment } from "../../core/adjustments/adjust.js";
import { lifetimeWager } from "../../core/players/player-stats.js";
import { judgeRewards } from "../../core/rewards/judge-rewards.js";
import { readVipLadder, replaceVipLadder, tierOf } from "../../core/rewards/vip-ladder.js";
import { microUsd } from "../../wire/money.js";
import type { PlayerId, SourceId } from "../../wire/ids.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { fencePasses } from "../_fence.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { endedRace } from "../settlement/_race.js";
import { addPerson, linkTo, waitingFor } from "./_people.js";

const USD = 1_000_000n;
let database: TestDatabase;
let pool: Pool;
let source: SourceId;
let players: PlayerId[];
beforeAll(async () => {
  database = await createTestDatabase();
  ({ pool } = database);
  source = await addSource(pool, "casino");
  players = await addPlayers(pool, source, 10);
});
afterAll(() => database[Symbol.asyncDispose]());

async function wager(player: PlayerId, usd: bigint): Promise<void> {
  await addEntries(pool, [{ source, player, delta: usd * USD, at: new Date() }]);
  await fencePasses(pool);
  await judgeRewards(testContext(pool));
}

const told = (from: string) => `tier_news {"from": "${from}.000000"}`;

describe("VIP tiers", () => {
  it("are the ladder of the table, lowest level first", async () => {
    const ladder = await readVipLadder(pool);
    expect(ladder.map(({ name }) => name)).toEqual(
      "Copper Bronze Silver Gold Platinum Pearl Sapphire Emerald Diamond".split(" "),
    );
    expect(tierOf(ladder, microUsd(9_999_999_999n))).toMatchObject({ name: "Copper", next: { name: "Bronze" } });
    expect(tierOf(ladder, microUsd(10_000n * USD))).toMatchObject({ name: "Bronze", from: 10_000n * USD });
    expect(tierOf(ladder, microUsd(-5n))).toMatchObject({ name: "Copper" });
    expect(tierOf(ladder, microUsd(30_000_000n * USD)).next).toBeNull();
  });

  it("count what the board of all time counts: an adjustment for one race lifts nobody", async () => {
    const player = players[9]!;
    const user = await addPerson(pool, 9);
    await linkTo(pool, user, player);
    await wager(player, 9_000n);
    const race = await endedRace(pool);
    await addAdjustment(
      { pool },
      { player, race: race.id, amount: microUsd(5_000n * USD), reason: "A gift" },
      "user:1",
    );
    await wager(player, 1n);
    const { rows } = await pool.query("select from_wager::text from person_tiers where user_id = 9");
    expect(rows).toEqual([{ from_wager: "0" }]);
    expect(await lifetimeWager({ pool }, [player])).toBe(9_001n * USD);
  });

  it("tell one message a step up, nothing at the first look, and nothing for a way back that was told before", async () => {
    const [player] = players;
    const user = await addPerson(pool, 1);
    await addEntries(pool, [{ source, player: player!, delta: 12_000n * USD, at: new Date() }]);
    await linkTo(pool, user, player!);
    await wager(player!, 1n);
    expect(await waitingFor(pool, user)).toEqual([]);
    await wager(player!, 30_000n);
    expect(await waitingFor(pool, user)).toEqual([told("40000")]);
    await wager(player!, -10_000n);
    const { rows } = await pool.query("select from_wager::text from person_tiers where user_id = 1");
    expect(rows).toEqual([{ from_wager: String(10_000n * USD) }]);
    await wager(player!, 10_000n);
    expect(await waitingFor(pool, user)).toEqual([told("40000")]);
    await wager(player!, 500_000n);
    expect(await waitingFor(pool, user)).toEqual([told("40000"), told("450000")]);
  });

  it("add up the accounts of one person at several casinos", async () => {
    const other = await addSource(pool, "other");
    const [elsewhere] = await addPlayers(pool, other, 1);
    const user = await addPerson(pool, 2);
    await linkTo(pool, user, players[1]!);
    await linkTo(pool, user, elsewhere!);
    await wager(players[1]!, 6_000n);
    await addEntries(pool, [{ source: other, player: elsewhere!, delta: 6_000n * USD, at: new Date() }]);
    await wager(players[1]!, 1n);
    expect(await waitingFor(pool, user)).toEqual([told("10000")]);
  });

  it("say nothing when the operator changes the table", async () => {
    const user = await addPerson(pool, 3);
    await linkTo(pool, user, players[2]!);
    await wager(players[2]!, 5_000n);
    const context = testContext(pool);
    await replaceVipLadder(
      context,
      [
        { name: "One", from: "0" },
        { name: "Two", from: "4000" },
      ],
      "test",
    );
    await wager(players[2]!, 1n);
    expect(await waitingFor(pool, user)).toEqual([]);
    await replaceVipLadder(
      context,
      [
        { name: "One", from: "0" },
        { name: "Two", from: "5500" },
      ],
      "test",
    );
    await wager(players[2]!, 1n);
    await wager(players[2]!, 600n);
    expect(await waitingFor(pool, user)).toEqual([told("5500")]);
  });

  it.each([
    [[]],
    [[{ name: "A", from: "1" }]],
    [
      [
        { name: "A", from: "0" },
        { name: "B", from: "0" },
      ],
    ],
    [
      [
        { name: "A", from: "0" },
        { name: "A", from: "5" },
      ],
    ],
    [[{ name: "", from: "0" }]],
    [
      [
        { name: "A", from: "0" },
        { name: "B", from: "-1" },
      ],
    ],
  ])("refuse the ladder %j", async (ladder) => {
    await expect(replaceVipLadder(testContext(pool), ladder, "test")).rejects.toThrow(InvalidInputError);
  });
});
