import type { Pool } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LedgerCheck } from "../../core/health/ledger-check.js";
import { PlayerDirectory } from "../../core/ledger/players.js";
import { recordTotals } from "../../core/ledger/record-totals.js";
import type { PlayerId, SourceId } from "../../wire/ids.js";
import { addEntries, addPlayers, addSource } from "../core/_world.js";
import { createTestDatabase, type TestDatabase } from "../_database.js";
import { fencePasses } from "../_fence.js";

const at = "2026-11-22T10:00:00Z";

async function lookAtAll(check: LedgerCheck, pool: Pool): Promise<{ units: bigint; chains: readonly string[] }> {
  await fencePasses(pool);
  return lookUpToFence(check, pool);
}

async function lookUpToFence(check: LedgerCheck, pool: Pool): Promise<{ units: bigint; chains: readonly string[] }> {
  while (!(await check.advance(pool)));
  return check.unexplained(pool);
}

describe("the check of the ledger", () => {
  let database: TestDatabase;
  let source: SourceId;
  let player: PlayerId;

  beforeEach(async () => {
    database = await createTestDatabase();
    source = await addSource(database.pool, "casino");
    [player] = (await addPlayers(database.pool, source, 1)) as [PlayerId];
  });
  afterEach(() => database[Symbol.asyncDispose]());

  it("finds a first entry that counts for more than its wager, and names the chain", async () => {
    await addEntries(database.pool, [{ source, player, ref: "w1", delta: 500n, amount: 300n, at }]);
    const found = await lookAtAll(new LedgerCheck(), database.pool);
    expect(found).toEqual({ units: 200n, chains: [`${source}/wager/w1`] });
  });

  it("finds a chain that lost an entry in the middle", async () => {
    await addEntries(database.pool, [
      { source, player, ref: "w1", seq: 1, delta: 500n, amount: 500n, at },
      { source, player, ref: "w1", seq: 3, delta: 100n, amount: 900n, at },
    ]);
    expect((await lookAtAll(new LedgerCheck(), database.pool)).units).toBe(300n);
  });

  it("adds up what is off without sign, so that two faults do not hide each other", async () => {
    await addEntries(database.pool, [
      { source, player, ref: "more", delta: 501n, amount: 500n, at },
      { source, player, ref: "less", delta: 499n, amount: 500n, at },
    ]);
    expect((await lookAtAll(new LedgerCheck(), database.pool)).units).toBe(2n);
  });

  it("holds the differences of totals against the newest total of the player", async () => {
    const directory = new PlayerDirectory();
    const totals = await addSource(database.pool, "totals", "totals");
    const client = await database.pool.connect();
    for (const [hour, total] of [
      ["10", "100.5"],
      ["11", "90.25"],
      ["12", "130"],
    ] as const) {
      const asOf = `2026-11-22T${hour}:00:00.000Z`;
      const rows = [{ player: "U1", playerName: undefined, total }];
      const snapshot = { sourceId: totals, asOf, receivedAt: new Date(asOf), rows };
      await recordTotals(client, directory, snapshot, () => Promise.resolve(undefined));
    }
    client.release();
    const check = new LedgerCheck();
    expect((await lookAtAll(check, database.pool)).units).toBe(0n);

    // Control: a difference that leads nowhere.
    const { rows } = await database.pool.query<{ id: string }>("select id from players where source_id = $1", [totals]);
    const id = Number(rows[0]!.id) as PlayerId;
    await addEntries(database.pool, [
      {
        source: totals,
        player: id,
        kind: "snapshot",
        delta: 9n,
        amount: 130_000_008n,
        at: "2026-11-22T13:00:00Z",
        ref: "x",
      },
    ]);
    expect(await lookAtAll(check, database.pool)).toEqual({ units: 9n, chains: [`${totals}/snapshot/${id}`] });
  });

  it("goes past an open transaction only once that has ended", async () => {
    const check = new LedgerCheck();
    const writer = await database.pool.connect();
    await writer.query("begin");
    await addEntries(writer, [{ source, player, ref: "late", delta: 2n, amount: 1n, at }]);
    // A younger transaction commits first: looking by its number would jump over the older one.
    await addEntries(database.pool, [{ source, player, ref: "early", delta: 5n, amount: 5n, at }]);
    expect((await lookUpToFence(check, database.pool)).units).toBe(0n);
    await writer.query("commit");
    writer.release();
    expect((await lookAtAll(check, database.pool)).chains).toEqual([`${source}/wager/late`]);
  });

  it("looks through earlier lives of the ledger too", async () => {
    await addEntries(database.pool, [{ source, player, ref: "old", delta: 2n, amount: 1n, at }]);
    await database.pool.query("insert into ledger_eras (id, cluster) values (2, 'another:1')");
    await addEntries(database.pool, [{ source, player, ref: "new", delta: 4n, amount: 1n, at }]);
    expect((await lookAtAll(new LedgerCheck(), database.pool)).units).toBe(4n);
  });

  it("starts over when an older state of the database is restored under it", async () => {
    await database.pool.query("insert into ledger_eras (id, cluster) values (2, 'another:1')");
    await addEntries(database.pool, [{ source, player, ref: "lost", delta: 2n, amount: 1n, at }]);
    const check = new LedgerCheck();
    expect((await lookAtAll(check, database.pool)).units).toBe(1n);
    await database.pool.query(`
      alter table ledger disable trigger ledger_append_only; delete from ledger;
      alter table ledger enable trigger ledger_append_only; delete from ledger_eras where id = 2`);
    expect((await lookAtAll(check, database.pool)).units).toBe(0n);
    await addEntries(database.pool, [{ source, player, ref: "again", delta: 4n, amount: 1n, at }]);
    expect((await lookAtAll(check, database.pool)).units).toBe(3n);
  });

  it("reads large ledgers in slices of whole transactions, however large one is", async () => {
    const fill = (prefix: string, count: number) =>
      database.pool.query(
        `insert into ledger (source_id, kind, ref, seq, player_id, revision, amount, delta, occurred_at, era)
         select $1, 'wager', $2 || n, 1, $3, 1, 7, case when n = $4 then 8 else 7 end, now(), 1 from generate_series(1, $4) n`,
        [source, prefix, player, count],
      );
    for (let batch = 0; batch < 6; batch++) await fill(`a${batch}_`, 10_000);
    await fill("b", 60_000);
    await fill("c", 10_000);
    const check = new LedgerCheck();
    let slices = 1;
    await fencePasses(database.pool);
    while (!(await check.advance(database.pool))) slices++;
    const { units, chains } = await check.unexplained(database.pool);
    expect(units).toBe(8n);
    expect(chains).toHaveLength(8);
    // 50,000, then what is left before the large one, the large one, and the rest.
    expect(slices).toBeGreaterThanOrEqual(3);
    expect(slices).toBeLessThanOrEqual(5);
  });
});
