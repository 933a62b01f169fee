import { describe, expect, it } from "vitest";
import { InvalidInputError } from "../../core/errors.js";
import { excludePlayer } from "../../core/settlement/exclude.js";
import { readResultText } from "../../core/settlement/read-result.js";
import { settlementSummary } from "../../core/settlement/settlement-summary.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { whatIf } from "../../core/settlement/what-if.js";
import { verifyResult } from "../../proof/verify-result.js";
import { createTestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { endedRace, MINUTE, USD } from "./_race.js";

describe("a what-if", () => {
  it("gives the winners and the cost that a race with these rules then has, and writes nothing", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 8);
    const rules = {
      prizes: ["100.00", "50.00", "25.00", "10.00"],
      weights: { dice: "0.5" },
      cap: "70",
      minWager: "15",
    };
    const window = {
      startsAt: new Date(Date.now() - 120 * MINUTE).toISOString(),
      endsAt: new Date(Date.now() - 60 * MINUTE).toISOString(),
    };
    await addEntries(
      pool,
      [90n, 40n, 80n, 41n, 10n, 5n].map((usd, at) => ({
        source,
        player: players[at]!,
        delta: usd * USD,
        at: new Date(Date.parse(window.startsAt) + at * MINUTE),
        category: at === 2 ? "dice" : null,
      })),
    );
    await excludePlayer(context, { player: players[3]!, race: null, kind: "banned", reason: "chargebacks" }, "user:1");
    const preview = await whatIf(context, { title: "What if", ...window, ...rules });
    expect(preview).toMatchObject({ players: 5, pool: 18_500n, cost: 17_500n, leftover: 1_000n });
    expect((await pool.query("select from races")).rowCount).toBe(0);
    const { id } = await endedRace(pool, { ...window, ...rules });
    await settleRace(context, id, "test");
    const { document } = await verifyResult(await readResultText(context, id));
    expect(preview.winners.map(({ rank, score, prize }) => [rank, score, prize])).toEqual(
      document!.players
        .slice(0, 4)
        .map(({ rank, score, prize }) => [rank, BigInt(score.replace(".", "")), BigInt(prize.replace(".", ""))]),
    );
    await expect(whatIf(context, { title: "x", ...window, prizes: ["1.00", "2.00"] })).rejects.toBeInstanceOf(
      InvalidInputError,
    );
  });
});

describe("the settlement summary", () => {
  it("flags bursts at the end, equal scores, new accounts, one-race accounts and corrections, with the figures", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 5);
    const { id, startsAt, endsAt } = await endedRace(pool, {
      prizes: ["5.00", "4.00", "3.00", "2.00", "1.00"],
      graceMinutes: 60,
    });
    await pool.query("update players set first_seen_at = $1 where id <> $2", [
      new Date(startsAt.getTime() - 1),
      players[4],
    ]);
    const at = (minutes: number) => new Date(startsAt.getTime() + minutes * MINUTE);
    const entry = (n: number, usd: bigint, when: Date, more = {}) => ({
      source,
      player: players[n]!,
      delta: usd * USD,
      at: when,
      ...more,
    });
    await addEntries(pool, [
      entry(0, 10n, at(5)),
      entry(0, 90n, new Date(endsAt.getTime() - MINUTE)),
      ...[0, 1, 2, 3].map((n) => entry(n, 1_000n, at(-60))),
      entry(1, 50n, at(6)),
      entry(2, 50n, at(7)),
      entry(3, 30n, at(8), { ref: "corrected" }),
      entry(3, -10n, at(8), { ref: "corrected", seq: 2, amount: 20n * USD }),
      entry(4, 5n, at(9)),
    ]);
    const summary = await settlementSummary(context, id);
    expect(summary).toMatchObject({
      status: "settling",
      players: 5,
      totalWagered: 225n * USD,
      late: [],
      openDisputes: 0,
      blocks: [],
    });
    expect(summary.flags).toEqual([
      { kind: "burst_at_end", player: `p${players[0]}`, rank: 1, shareInLastTwentieth: 0.9 },
      { kind: "equal_scores", player: `p${players[1]}`, rank: 2, with: [`p${players[2]}`] },
      { kind: "equal_scores", player: `p${players[2]}`, rank: 2, with: [`p${players[1]}`] },
      { kind: "corrections", player: `p${players[3]}`, rank: 4, corrected: 10n * USD },
      { kind: "new_account", player: `p${players[4]}`, rank: 5, firstSeenAt: expect.any(Date) },
    ]);
    await settleRace(context, id, "user:1");
    await addEntries(pool, [entry(1, 7n, at(6))]);
    expect(await settlementSummary(context, id)).toMatchObject({
      status: "provisional",
      late: [{ player: `p${players[1]}` }],
    });
  });
});
