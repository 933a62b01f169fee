import { expect, it } from "vitest";
import { readPosition, readTail } from "../../core/boards/read-tail.js";
import { inTransaction } from "../../db/transaction.js";
import { createTestDatabase } from "../_database.js";
import { fencePasses } from "../_fence.js";
import { addEntries, addPlayers, addSource, type Entry } from "./_world.js";

const AT = "2026-11-20T12:00:00.123Z";

it("gives back every kind of entry whole, and none that counts nowhere", async () => {
  await using database = await createTestDatabase();
  const { pool } = database;
  const source = await addSource(pool, "casino");
  const [player = 0 as never] = await addPlayers(pool, source, 1);
  const position = await inTransaction(pool, "snapshot", readPosition);
  const wager = { source, player, at: AT, delta: -9_999_999_999_999_999n, amount: 1n, category: "slots" };
  const snapshot = { source, player, at: "1999-12-31T23:59:59.999Z", delta: 9_007_199_254_740_993n };
  await addEntries(pool, [
    wager,
    { ...snapshot, kind: "snapshot", coversFrom: AT, ref: "a" },
    { ...snapshot, kind: "snapshot", coversFrom: null, ref: "b" },
    { ...wager, delta: 0n, ref: "nothing" },
  ]);
  await fencePasses(pool);
  const { entries, isComplete } = await readTail(pool, position);
  const shown = entries.map((entry) => ({ ...entry, xid: undefined })).toSorted((a, b) => Number(a.delta - b.delta));
  const common = { playerId: player, sourceId: source, raceId: null };
  const total = { ...common, kind: "snapshot", amount: snapshot.delta, delta: snapshot.delta, category: null };
  const occurredAt = new Date(snapshot.at);
  expect(isComplete).toBe(true);
  expect(shown).toHaveLength(3);
  expect(shown).toEqual(
    expect.arrayContaining([
      {
        ...common,
        kind: "wager",
        amount: 1n,
        delta: wager.delta,
        occurredAt: new Date(AT),
        coversFrom: null,
        category: "slots",
      },
      { ...total, occurredAt, coversFrom: new Date(AT) },
      { ...total, occurredAt, coversFrom: null },
    ]),
  );
});

it("reads transactions whole, however few entries a round may have", async () => {
  await using database = await createTestDatabase();
  const { pool } = database;
  const source = await addSource(pool, "casino");
  const [player = 0 as never] = await addPlayers(pool, source, 1);
  let position = await inTransaction(pool, "snapshot", readPosition);
  const sizes = [1, 2, 9, 1, 3];
  for (const size of sizes)
    await addEntries(
      pool,
      Array.from({ length: size }, (): Entry => ({ source, player, delta: 1n, at: AT })),
    );
  await fencePasses(pool);
  const rounds: bigint[][] = [];
  for (let isComplete = false; !isComplete;) {
    const round = await readTail(pool, position, 4);
    rounds.push(round.entries.map(({ xid }) => xid));
    position = { ...position, fence: round.fence };
    ({ isComplete } = round);
  }
  expect(rounds.flat()).toHaveLength(16);
  // A transaction that two rounds had a part of would be counted twice.
  expect(rounds.flatMap((xids) => [...new Set(xids)])).toHaveLength(sizes.length);
});
