import { describe, expect, it } from "vitest";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { readResultText, receipt } from "../../core/settlement/read-result.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { verifyReceipt } from "../../proof/verify-receipt.js";
import { verifyResult } from "../../proof/verify-result.js";
import { createTestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { endedRace, eventsOf, MINUTE, statusOf, USD } from "./_race.js";

describe("settling a race", () => {
  it("ranks, shares ties, and publishes a document and receipts that verify", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 5);
    const { id, startsAt } = await endedRace(pool);
    const at = (minutes: number) => new Date(startsAt.getTime() + minutes * MINUTE);
    await addEntries(pool, [
      { source, player: players[0]!, delta: 40n * USD, at: at(1) },
      { source, player: players[1]!, delta: 30n * USD + 1_000n, at: at(2) },
      { source, player: players[2]!, delta: 30n * USD, at: at(3) },
      { source, player: players[3]!, delta: 10n * USD, at: at(4), ref: 'w|"\\\t'.replace("\t", "x") },
      { source, player: players[3]!, delta: -3n * USD, amount: 7n * USD, at: at(4), seq: 2, ref: 'w|"\\x' },
      { source, player: players[4]!, delta: 5n * USD, at: at(-1) },
    ]);
    const settled = await settleRace(context, id, "user:1");
    expect(settled).toMatchObject({ version: 1, players: 4, overruled: [] });
    expect(await statusOf(pool, id)).toBe("provisional");
    const text = await readResultText(context, id);
    const verification = await verifyResult(text, settled.documentHash);
    expect(verification.checks.filter(({ isGood }) => !isGood)).toEqual([]);
    expect(verification.document!.players.map(({ rank, score, prize }) => [rank, score, prize])).toEqual([
      [1, "40.000000", "100.00"],
      [2, "30.001000", "37.50"],
      [2, "30.000000", "37.50"],
      [4, "7.000000", "0.00"],
    ]);
    for (const player of players.slice(0, 4)) {
      const proof = await verifyReceipt(await receipt(context, id, player), verification.document!);
      expect(proof).toMatchObject({ isGood: true, faults: [] });
    }
    expect(text).not.toContain("U1");
    expect(await finalizeRace(context, id, "user:1")).toEqual({ version: 1, payouts: 3 });
    expect(await statusOf(pool, id)).toBe("final");
    expect(await eventsOf(pool, id)).toEqual(["created", "live", "settling", "provisional", "final"]);
  });
});
