import type { Pool } from "pg";
import { changeRace } from "../../core/races/change-race.js";
import { createRace } from "../../core/races/create-race.js";
import { endRaceEarly } from "../../core/races/move-end.js";
import { excludePlayer } from "../../core/settlement/exclude.js";
import { readResultText, receipt } from "../../core/settlement/read-result.js";
import { correctResult, settleRace } from "../../core/settlement/settle-race.js";
import type { Receipt } from "../../proof/result-document.js";
import { addEntries, addPlayers, addSource, testContext, type Entry } from "../core/_world.js";
import { MINUTE, USD } from "./_race.js";

/**
 * A race with something of everything: weights, a cap, a minimum wager, lanes, a tie with an odd cent, an exclusion, changed
 * rules, a corrected wager, a seal, and a second version with a difference.
 */
export async function exampleResult(pool: Pool): Promise<{ text: string; first: string; receipts: Receipt[] }> {
  const context = testContext(pool);
  const source = await addSource(pool, "casino");
  const players = await addPlayers(pool, source, 9);
  const id = await createRace(
    context,
    {
      title: "Example",
      startsAt: new Date(Date.now() - 60 * MINUTE).toISOString(),
      endsAt: new Date(Date.now() + 60 * MINUTE).toISOString(),
      timeZone: "Europe/Berlin",
      prizes: ["100.00", "50.01", "25.00", "10.00", "5.00"],
      sources: ["casino"],
      weights: { dice: "0.5" },
      cap: "5000",
      minWager: "10",
      lanes: [
        { title: "Newcomers of the month", lastMonth: { below: "1000" }, cap: "50", prizes: ["12.00", "8.01"] },
        { title: "Most improved", counts: "improvement", prizes: ["6.00"] },
      ],
      graceMinutes: 0,
      disputeHours: 24,
    },
    "example",
  );
  const wager = (at: number, usd: bigint, more: Partial<Entry> = {}): Entry => ({
    source,
    player: players[at]!,
    delta: usd * USD,
    at: new Date(Date.now() - (30 - at) * MINUTE),
    ref: `w_${at}`,
    ...more,
  });
  await addEntries(pool, [
    wager(0, 6_000n),
    wager(1, 200n),
    wager(2, 400n, { category: "dice" }),
    wager(3, 900n, { ref: "w_3" }),
    wager(3, -750n, { amount: 150n * USD, ref: "w_3", seq: 2 }),
    wager(4, 9n),
    wager(5, 3_000n),
    wager(7, 60n),
    wager(8, 45n),
    wager(8, 20n, { ref: "w_before", at: new Date(Date.now() - 90 * MINUTE) }),
  ]);
  await excludePlayer(context, { player: players[5]!, race: null, kind: "alt", reason: "second account" }, "example");
  await changeRace(context, id, { title: "Example race", note: "A name people asked for" }, "example");
  await endRaceEarly(context, id, "Enough for an example", "example");
  await settleRace(context, id, "example");
  const first = await readResultText(context, id);
  await addEntries(pool, [wager(6, 170n)]);
  await correctResult(context, id, "A delivery that came late", "example");
  const receipts = [];
  for (const at of [2, 3, 5, 6]) receipts.push(await receipt(context, id, players[at]!));
  return { text: await readResultText(context, id), first, receipts };
}
