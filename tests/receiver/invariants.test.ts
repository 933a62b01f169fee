import { expect, test } from "vitest";
import { findUnexplained } from "../../core/ledger/invariants.js";
import { createSource } from "../../core/sources/create-source.js";
import { settled, startTestReceiver, voided } from "./_receiver.js";

const NOTHING = { wagers: 0, totals: 0, strangers: 0, amount: 0n };

test("after corrections and voids nothing is unexplained, and a tampered entry is found with its amount", async () => {
  await using under = await startTestReceiver();
  for (const amount of ["5", "7", "2.5"]) {
    await under.post(settled({ wager_id: "a", amount, revision: Number(amount) * 2 }));
  }
  await under.post(settled({ wager_id: "b", amount: "3" }));
  await under.post(voided({ wager_id: "b", player_id: "U42" }));
  expect(await findUnexplained(under.context)).toEqual(NOTHING);
  expect(await under.rows("select seq, delta, amount from ledger where ref = 'b' order by seq")).toEqual([
    { seq: 1, delta: "3000000", amount: "3000000" },
    { seq: 2, delta: "-3000000", amount: "0" },
  ]);
  await under.database.pool.query(`
    alter table ledger disable trigger ledger_append_only;
    update ledger set delta = delta + 11 where ref = 'a' and seq = 1`);
  expect(await findUnexplained(under.context)).toEqual({ ...NOTHING, wagers: 1, amount: 11n });
});

test("a total that its entries do not add up to is found", async () => {
  await using under = await startTestReceiver({ mode: "totals" });
  const snapshot = (asOf: string, allTime: string) => ({
    type: "totals.snapshot",
    timestamp: "2026-11-22T10:00:00Z",
    data: {
      as_of: asOf,
      players: [
        { player_id: "A", all_time: allTime },
        { player_id: "B", all_time: "0" },
      ],
    },
  });
  await under.post(snapshot("2026-11-22T08:00:00Z", "10.0000004"), { path: "/hooks/v1/casino/totals" });
  await under.post(snapshot("2026-11-22T09:00:00Z", "9"), { path: "/hooks/v1/casino/totals" });
  expect(await findUnexplained(under.context)).toEqual(NOTHING);
  await under.database.pool.query("update player_totals set recorded = recorded - 5 where recorded > 0");
  expect(await findUnexplained(under.context)).toEqual({ ...NOTHING, totals: 1, amount: 5n });
});

test("an entry of a player that nobody knows, or of another source's, is found", async () => {
  await using under = await startTestReceiver();
  await under.post(settled({ wager_id: "a", player_id: "U1" }));
  const { id: other } = await createSource(under.context, { slug: "other", name: "Other", mode: "events" });
  const copyTo = (source: string, player: string): Promise<unknown> =>
    under.database.pool.query(`
      insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, era)
      select ${source}, kind, 'stray' || ${player}, 1, ${player}, revision, amount, delta, occurred_at, era from ledger
      where ref = 'a'`);
  expect(await findUnexplained(under.context)).toEqual(NOTHING);
  await copyTo("source_id", "player_id + 1000");
  await copyTo(String(other), "player_id");
  expect(await findUnexplained(under.context)).toEqual({ ...NOTHING, strangers: 2 });
});
