import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { ConflictError, NotFoundError } from "../../core/errors.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { failPayout } from "../../core/payouts/move-payout.js";
import { readLateEntries } from "../../core/settlement/late-entries.js";
import { readResult, readResultText, receipt } from "../../core/settlement/read-result.js";
import { findBrokenSeal, readNewestSeal, readSeals, sealLedger } from "../../core/settlement/seals.js";
import { correctResult, settleRace, writeMissingDocument } from "../../core/settlement/settle-race.js";
import { RaceLifeCycle } from "../../core/settlement/run-life-cycle.js";
import { verifyReceipt } from "../../proof/verify-receipt.js";
import { verifyResult } from "../../proof/verify-result.js";
import type { PlayerId, RaceId } from "../../wire/ids.js";
import { createTestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { fencePasses } from "../_fence.js";
import { endedRace, eventsOf, statusOf, USD } from "./_race.js";

async function verified(pool: Pool, id: RaceId, version?: number) {
  const { document, checks } = await verifyResult(await readResultText({ pool }, id, version));
  expect(checks.filter(({ isGood }) => !isGood)).toEqual([]);
  return document!;
}

/** A race of three players with 30, 20 and 10 USD, settled and, when asked, final. */
async function settledWorld(pool: Pool, isFinal = true) {
  const context = testContext(pool);
  const source = await addSource(pool, "casino");
  const players = await addPlayers(pool, source, 3);
  const { id, startsAt } = await endedRace(pool);
  const late = (player: PlayerId, usd: bigint) =>
    addEntries(pool, [{ source, player, delta: usd * USD, at: startsAt }]);
  await addEntries(
    pool,
    players.map((player, at) => ({ source, player, delta: BigInt(30 - at * 10) * USD, at: startsAt })),
  );
  await fencePasses(pool);
  await settleRace(context, id, "test");
  if (isFinal) await finalizeRace(context, id, "test");
  return { context, source, players, id, startsAt, late };
}

describe("a correction after the result", () => {
  it("is another version with its difference; the first one stays as it was, and receipts hold for each", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, players, id, late } = await settledWorld(pool);
    const before = await readResultText(context, id);
    await late(players[2]!, 15n);
    expect(await readLateEntries(context, id)).toMatchObject([{ player: `p${players[2]}`, counted: 15n * USD }]);
    await expect(correctResult(context, id, " ", "user:1")).rejects.toMatchObject({ code: "invalid_input" });
    expect(await correctResult(context, id, "a late delivery", "user:1")).toMatchObject({ version: 2 });
    expect(await readLateEntries(context, id)).toEqual([]);
    expect(await readResultText(context, id, 1)).toBe(before);
    const first = await verified(pool, id, 1);
    const second = await verified(pool, id);
    expect(second.previous).toEqual({ version: 1, documentHash: first.documentHash, reason: "a late delivery" });
    expect(second.players.map(({ score, prize }) => [score, prize])).toEqual([
      ["30.000000", "100.00"],
      ["25.000000", "50.00"],
      ["20.000000", "25.00"],
    ]);
    const place = (rank: number, score: string, prize: string) => ({ rank, score, prize });
    expect(second.difference.map(({ before: was, after }) => [was, after])).toEqual(
      expect.arrayContaining([
        [place(3, "10.000000", "25.00"), place(2, "25.000000", "50.00")],
        [place(2, "20.000000", "50.00"), place(3, "20.000000", "25.00")],
      ]),
    );
    expect(second.difference).toHaveLength(2);
    for (const [version, document] of [[1, first] as const, [2, second] as const]) {
      const proof = await receipt(context, id, players[2]!, version);
      expect(proof.entries).toHaveLength(version);
      expect((await verifyReceipt(proof, document)).faults).toEqual([]);
    }
    expect((await verifyReceipt(await receipt(context, id, players[2]!, 1), second)).isGood).toBe(false);
    await expect(readResult(context, id, 3)).rejects.toBeInstanceOf(NotFoundError);
  });

  it("replaces prizes that are not paid, owes what is missing to one that is, and only flags too much", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, players, id, late } = await settledWorld(pool);
    await pool.query("insert into telegram_users (id, first_name) values (5, 'T')");
    await pool.query(
      `update payouts set state = 'paid', user_id = 5, reference = 'tx1', paid_at = now() where race_id = $1 and player_id = any($2)`,
      [id, players.slice(1)],
    );
    await late(players[2]!, 15n);
    await correctResult(context, id, "a late delivery", "user:1");
    const { rows } = await pool.query(
      `select player_id::int as player, amount::int as amount, state, flag is not null as flagged from payouts
       where race_id = $1 order by id`,
      [id],
    );
    expect(rows).toEqual([
      { player: players[0], amount: 10_000, state: "owed", flagged: false },
      { player: players[1], amount: 5_000, state: "paid", flagged: true },
      { player: players[2], amount: 2_500, state: "paid", flagged: false },
      { player: players[2], amount: 2_500, state: "owed", flagged: false },
    ]);
    await late(players[1]!, 20n);
    await correctResult(context, id, "another late delivery", "user:1");
    const { rows: again } = await pool.query(
      `select player_id::int as player, amount::int as amount, state from payouts where race_id = $1 and state <> 'paid' order by id`,
      [id],
    );
    expect(again).toEqual([
      { player: players[0], amount: 10_000, state: "replaced" },
      { player: players[2], amount: 2_500, state: "replaced" },
      { player: players[1], amount: 5_000, state: "owed" },
      { player: players[0], amount: 5_000, state: "owed" },
    ]);
    const { rows: flags } = await pool.query("select flag from payouts where race_id = $1 and flag is not null", [id]);
    expect(flags).toEqual([]);
  });

  it("found a payment too high, and it comes back: only what is due is owed and can be paid", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, players, id, late } = await settledWorld(pool);
    await pool.query("insert into telegram_users (id, first_name) values (5, 'T')");
    await pool.query("update payouts set state = 'paid', user_id = 5, reference = 'tx1', paid_at = now()");
    await pool.query("update races set status = 'paid' where id = $1", [id]);
    await late(players[1]!, 100n);
    await correctResult(context, id, "a late delivery", "user:1");
    const { rows } = await pool.query<{ id: string }>("select id::text from payouts where flag is not null");
    await failPayout(context, rows[0]!.id, { reason: "the casino sent it back" }, "user:1");
    const { rows: open } = await pool.query(
      "select player_id::int as player, amount::int as amount, state from payouts where state <> 'paid' order by id",
    );
    expect(open).toEqual([
      { player: players[0], amount: 10_000, state: "replaced" },
      { player: players[1], amount: 5_000, state: "owed" },
      { player: players[0], amount: 5_000, state: "owed" },
    ]);
    expect(await statusOf(pool, id)).toBe("final");
  });

  it("before the result is final moves no money and keeps the dispute window of the first version", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, players, id, late } = await settledWorld(pool, false);
    await late(players[2]!, 100n);
    await correctResult(context, id, "an accepted dispute", "user:1");
    expect(await statusOf(pool, id)).toBe("provisional");
    await new RaceLifeCycle(context).round();
    expect(await statusOf(pool, id)).toBe("final");
    const { rows } = await pool.query(
      "select player_id::int as player, amount::int as amount from payouts order by rank",
    );
    expect(rows.map(({ player }) => player)).toEqual([players[2], players[0], players[1]]);
  });
});

describe("a stored result", () => {
  it("cannot be edited, and a race that has one cannot be deleted", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { id } = await settledWorld(pool);
    for (const statement of [
      "update race_results set awarded = 0",
      "delete from race_results",
      "update race_result_prizes set prize = prize + 1",
      "delete from race_result_prizes",
      "update race_result_slices set scores[1] = scores[1] + 1",
      "delete from race_result_slices",
      "truncate race_result_slices",
      "update race_documents set header = ''",
      "update race_result_pages set rows = ''",
      "update race_salts set salt = salt",
      "delete from seals",
    ]) {
      await expect(pool.query(statement)).rejects.toMatchObject({ code: "23001" });
    }
    await expect(pool.query("delete from races where id = $1", [id])).rejects.toMatchObject({ code: "23503" });
  });

  it("that somebody tampered with past the guards is not paid from", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, id } = await settledWorld(pool, false);
    const tampered = (statement: string) =>
      pool.query(`begin; set local session_replication_role = replica; ${statement}; commit`);
    await tampered("update race_result_prizes set prize = 20000 where position = 1");
    await expect(finalizeRace(context, id, "user:1")).rejects.toBeInstanceOf(ConflictError);
    await tampered("update race_result_prizes set prize = 10000 where position = 1");
    await tampered(`update race_result_pages set rows = replace(rows, '"30.000000"', '"31.000000"')`);
    await expect(finalizeRace(context, id, "user:1")).rejects.toBeInstanceOf(ConflictError);
    expect(await statusOf(pool, id)).toBe("provisional");
    await tampered(`update race_result_pages set rows = replace(rows, '"31.000000"', '"30.000000"')`);
    await finalizeRace(context, id, "user:1");
    expect(await eventsOf(pool, id)).toContain("final");
  });

  it("whose writer stopped before the document gets the same document later", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, players, id } = await settledWorld(pool, false);
    const before = await readResultText(context, id);
    await pool.query(`begin; set local session_replication_role = replica;
      delete from race_documents; delete from race_result_pages; delete from race_result_places; commit`);
    await expect(readResult(context, id)).rejects.toBeInstanceOf(NotFoundError);
    await expect(finalizeRace(context, id, "user:1")).rejects.toBeInstanceOf(ConflictError);
    const { rows } = await pool.query<{ id: string }>("select id::text from race_results");
    await writeMissingDocument(pool, Number(rows[0]!.id));
    expect(await readResultText(context, id)).toBe(before);
    expect((await receipt(context, id, players[0]!)).entries).toHaveLength(1);
  });

  it("whose writer stopped is written with the next version, which names its hash", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, id, players, late } = await settledWorld(pool, false);
    const before = await readResultText(context, id);
    await pool.query(`begin; set local session_replication_role = replica;
      delete from race_documents; delete from race_result_pages; delete from race_result_places; commit`);
    await late(players[1]!, 1n);
    await correctResult(context, id, "a late delivery", "user:1");
    expect(await readResultText(context, id, 1)).toBe(before);
    const [first, second] = [await verified(pool, id, 1), await verified(pool, id)];
    expect(second.previous).toMatchObject({ version: 1, documentHash: first.documentHash });
  });
});

describe("seals", () => {
  it("chain the ledger and the documents; a changed entry is found", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, source, players, id, startsAt } = await settledWorld(pool);
    expect(await verified(pool, id)).toMatchObject({ seal: { number: 1, entries: 3, documents: [] } });
    await addEntries(pool, [{ source, player: players[0]!, delta: USD, at: startsAt }]);
    await fencePasses(pool);
    expect(await sealLedger(context)).toBe(1);
    expect(await sealLedger(context)).toBe(0);
    const { documentHash } = await readResult(context, id);
    expect(await readNewestSeal(pool)).toMatchObject({ number: 2, documents: [documentHash] });
    const seals = await readSeals(context, 0, 10);
    expect(seals[1]!.previousHash).toBe(seals[0]!.hash);
    expect(seals[1]!.from).toBe(seals[0]!.to);
    expect(await findBrokenSeal(context)).toBeNull();
    await pool.query(`begin; set local session_replication_role = replica;
      update ledger set delta = delta + 1 where player_id = ${players[2]}; commit`);
    expect(await findBrokenSeal(context)).toBe(1);
  });

  it("take a transaction larger than a seal whole, and smaller ones up to the limit", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const [player] = await addPlayers(pool, source, 1);
    for (const size of [1, 1, 9, 9, 2, 2, 1]) {
      await addEntries(
        pool,
        Array.from({ length: size }, () => ({ source, player: player!, delta: USD, at: new Date() })),
      );
    }
    await fencePasses(pool);
    const sizes = [];
    for (let size = await sealLedger({ pool }, 4); size > 0; size = await sealLedger({ pool }, 4)) sizes.push(size);
    expect(sizes).toEqual([2, 9, 9, 4, 1]);
    expect(await findBrokenSeal({ pool })).toBeNull();
  });

  it("leave out what an open transaction may still add, and take it in afterwards", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const [player] = await addPlayers(pool, source, 1);
    await sealLedger({ pool });
    const open = await pool.connect();
    await open.query("begin");
    await addEntries(open, [{ source, player: player!, delta: USD, at: new Date() }]);
    await addEntries(pool, [{ source, player: player!, delta: USD, at: new Date() }]);
    expect(await sealLedger({ pool })).toBe(0);
    await open.query("commit");
    open.release();
    await fencePasses(pool);
    expect(await sealLedger({ pool })).toBe(2);
    expect(await findBrokenSeal({ pool })).toBeNull();
  });
});
