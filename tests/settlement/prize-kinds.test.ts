import { describe, expect, it } from "vitest";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import { InvalidInputError } from "../../core/errors.js";
import { readResultText } from "../../core/settlement/read-result.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { whatIf } from "../../core/settlement/what-if.js";
import { createViews } from "../../core/views/create-views.js";
import { canonicalJson } from "../../proof/canonical-json.js";
import { asCanonical, documentHash, verifyResult } from "../../proof/verify-result.js";
import { createTestDatabase } from "../_database.js";
import { fencePasses } from "../_fence.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { endedRace, USD } from "./_race.js";

/** Three places of 175 USD; 1 % of the wager on top, at most 225 USD in all; the first place asks for 2,000 USD. */
const SCHEME = {
  prizes: ["100.00", "50.00", "25.00"],
  growth: { share: "0.01", limit: "225.00" },
  floors: ["2000.00", "1000"],
};

describe("a growing pool whose places ask for scores", () => {
  it("is shown as it stands, settled as it was shown, and recomputed by anybody", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 4);
    const { id, startsAt, endsAt } = await endedRace(pool, { ...SCHEME, graceMinutes: 60 });
    const wagers = [1_500n, 1_200n, 700n, 100n];
    await addEntries(
      pool,
      wagers.map((usd, at) => ({ source, player: players[at]!, delta: usd * USD, at: startsAt })),
    );
    await fencePasses(pool);
    await using boards = await startLiveBoards(context, {}, new AbortController().signal);
    const views = createViews(context, boards);
    // 1 % of 3,500 USD are 35 USD: 20 + 10 + 5. The first has too little for the first prize and gets the second.
    const expected = ["60.00", "60.00", "30.00", "0.00"];
    expect(await views.race(id)).toMatchObject({
      prizePool: "210.00",
      prizes: ["120.00", "60.00", "30.00"],
      rules: { growth: { share: "0.01", limit: "225.00", base: SCHEME.prizes }, floors: ["2000.00", "1000.00"] },
    });
    expect((await views.standings(`race:${id}`, 10)).rows.map(({ prize }) => prize)).toEqual(expected);
    expect(await views.myStanding(id, players[0]!)).toMatchObject({ prize: "60.00", nextPaidRank: null });
    const window = { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
    const preview = await whatIf(context, { title: "What if", ...window, ...SCHEME });
    expect(preview).toMatchObject({ pool: 21_000n, cost: 15_000n, leftover: 6_000n });
    const settled = await settleRace(context, id, "user:1");
    const text = await readResultText(context, id);
    const verification = await verifyResult(text, settled.documentHash);
    expect(verification.checks.filter(({ isGood }) => !isGood)).toEqual([]);
    const document = verification.document!;
    expect(document.players.map(({ prize }) => prize)).toEqual(expected);
    expect([document.pool, document.awarded, document.leftover]).toEqual(["210.00", "150.00", "60.00"]);
    expect((await views.standings(`race:${id}`, 10)).rows.map(({ prize }) => prize)).toEqual(expected);
    // Controls: the pool without its growth, and the first prize without its floor, are both found out.
    const [, ...others] = document.players;
    const first = document.players[0]!;
    for (const forged of [
      { ...document, pool: "175.00", leftover: "25.00" },
      { ...document, players: [{ ...first, prize: "120.00" }, ...others], awarded: "210.00", leftover: "0.00" },
    ]) {
      const whole = { ...forged, documentHash: await documentHash(forged) };
      expect((await verifyResult(canonicalJson(asCanonical(whole)))).isGood).toBe(false);
    }
  });

  it.each([
    [{ growth: { share: "0.01", limit: "175.00" } }, "growth.limit"],
    [{ growth: { share: "0.000000", limit: "500" } }, "growth.share"],
    [{ floors: ["10", "20"] }, "floors.1"],
    [{ floors: ["4", "3", "2", "1"] }, "floors"],
  ])("is refused with what is wrong: %j", async (change, path) => {
    await using database = await createTestDatabase();
    const { pool } = database;
    await addSource(pool, "casino");
    const refused = endedRace(pool, { ...SCHEME, ...change });
    await expect(refused).rejects.toBeInstanceOf(InvalidInputError);
    await expect(refused).rejects.toMatchObject({ issues: [{ path }] });
  });
});
