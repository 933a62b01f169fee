import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { readLateEntries } from "../../core/settlement/late-entries.js";
import { readResultBoard, resultPage } from "../../core/settlement/read-result-rows.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import type { PlayerId, RaceId, SourceId } from "../../wire/ids.js";
import { createTestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { endedRace } from "./_race.js";

const HOUR = 3_600_000;
const WRITERS = 8;
const SETTLEMENTS = 60;

/** Writers that commit wagers of the given moment until stopped; half of their transactions stay open for a moment. */
function startWriters(pool: Pool, source: SourceId, players: readonly PlayerId[], at: () => Date) {
  const stopping = new AbortController();
  let written = 0;
  const writers = Array.from({ length: WRITERS }, async (_, seed) => {
    for (let round = 0; !stopping.signal.aborted; round++) {
      const client = await pool.connect();
      await client.query("begin");
      await addEntries(
        client,
        Array.from({ length: 5 }, (_unused, n) => ({
          source,
          player: players[(seed * 13 + round * 7 + n) % players.length]!,
          delta: BigInt(10_000 + ((seed + round + n) % 50)),
          at: at(),
        })),
      );
      if (round % 2 === 0) await client.query("select pg_sleep(0.002)");
      await client.query("commit");
      client.release();
      written += 5;
    }
  });
  return {
    written: () => written,
    async stop() {
      stopping.abort();
      await Promise.all(writers);
    },
  };
}

/** Sum of a race's window as the whole ledger has it now. */
async function ledgerSum(pool: Pool, id: RaceId): Promise<bigint> {
  const { rows } = await pool.query<{ sum: string }>(
    `select coalesce(sum(l.delta), 0)::text as sum from ledger l join races r on r.id = $1
     where l.occurred_at >= r.starts_at and l.occurred_at < r.ends_at`,
    [id],
  );
  return BigInt(rows[0]!.sum);
}

describe("settling while eight writers post into the window", () => {
  it(`gives ${SETTLEMENTS} results of which each explains the ledger to the last entry: counted plus late is all`, async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    pool.options.max = 20;
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 40);
    const races = [];
    // Each race has an hour of its own, into which the writers post while it is being settled.
    for (let n = 1; n <= SETTLEMENTS; n++) {
      const startsAt = new Date(Date.now() - (n + 1) * HOUR).toISOString();
      races.push(await endedRace(pool, { startsAt, endsAt: new Date(Date.now() - n * HOUR).toISOString() }));
    }
    let at = races[0]!.startsAt;
    const writers = startWriters(pool, source, players, () => at);
    for (const { id, startsAt } of races) {
      at = startsAt;
      await settleRace(testContext(pool), id, "test");
    }
    await writers.stop();
    expect(writers.written()).toBeGreaterThan(SETTLEMENTS);
    let lateEntries = 0;
    for (const { id } of races) {
      const board = (await readResultBoard(pool, id))!;
      const rows = await resultPage(pool, board.id, 0, 200);
      const late = await readLateEntries({ pool }, id);
      lateEntries += late.length;
      const counted = rows.reduce((sum, row) => sum + row.score, 0n);
      expect(counted).toBe(board.totalScore);
      expect(counted + late.reduce((sum, entry) => sum + entry.counted, 0n)).toBe(await ledgerSum(pool, id));
    }
    expect(lateEntries).toBeGreaterThan(0);
  }, 60_000);

  it("is caught out when it reads without one snapshot (control)", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    pool.options.max = 20;
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 40);
    const { id, startsAt } = await endedRace(pool);
    const writers = startWriters(pool, source, players, () => startsAt);
    let wrong = 0;
    for (let n = 0; n < SETTLEMENTS; n++) {
      // READ COMMITTED: every statement has a snapshot of its own, so the snapshot that is kept is not the one that was summed.
      const client = await pool.connect();
      await client.query("begin");
      const kept = await client.query<{ s: string }>("select pg_current_snapshot()::text as s");
      await client.query("select pg_sleep(0.003)");
      const summed = await client.query<{ sum: string }>("select coalesce(sum(delta), 0)::text as sum from ledger");
      await client.query("commit");
      const late = await client.query<{ sum: string }>(
        "select coalesce(sum(delta), 0)::text as sum from ledger where pg_visible_in_snapshot(xid, $1::pg_snapshot)",
        [kept.rows[0]!.s],
      );
      client.release();
      if (summed.rows[0]!.sum !== late.rows[0]!.sum) wrong++;
    }
    await writers.stop();
    expect(await ledgerSum(pool, id)).toBeGreaterThan(0n);
    expect(wrong).toBeGreaterThan(SETTLEMENTS / 2);
  }, 60_000);
});
