import { describe, expect, it } from "vitest";
import { startLiveBoards } from "../../core/boards/start-live-boards.js";
import {
  readResultBoard,
  resultAround,
  resultAtRank,
  resultPage,
  resultPlace,
} from "../../core/settlement/read-result-rows.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import { createTestDatabase } from "../_database.js";
import { fencePasses } from "../_fence.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { endedRace, MINUTE } from "./_race.js";

describe("rows of a stored result", () => {
  it.each(["split", "first"] as const)("are the rows of the live board, ties included (%s)", async (tieRule) => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const source = await addSource(pool, "casino");
    const players = await addPlayers(pool, source, 120);
    const { id, startsAt } = await endedRace(pool, { tieRule });
    const entries = players.flatMap((player, at) =>
      [0, 1]
        .map((part) => ({
          source,
          player,
          // Scores meet in whole cents and differ below them; two players fall below zero and two to exactly zero.
          delta: BigInt((at % 37) * 10_000 + ((at * 7) % 3)) - (part === 1 && at < 4 ? 20_000n : 0n),
          amount: 400_000n,
          at: new Date(startsAt.getTime() + ((at % 5) + part) * MINUTE),
        }))
        .filter(({ delta }) => delta !== 0n),
    );
    await addEntries(pool, entries);
    await fencePasses(pool);
    await using boards = await startLiveBoards(testContext(pool), {}, new AbortController().signal);
    const live = boards.page(`race:${id}`, 0, 200)!;
    expect(live.total).toBe(new Set(entries.map(({ player }) => player)).size);
    await settleRace(testContext(pool), id, "test");
    const board = (await readResultBoard(pool, id))!;
    const plain = ({ playerId, rank, score, adjusted, gap, tied, reachedAt }: (typeof live.rows)[number]) => ({
      playerId,
      rank,
      score,
      adjusted,
      gap,
      tied,
      reachedAt,
    });
    expect((await resultPage(pool, board.id, 0, 200)).map(plain)).toEqual(live.rows);
    expect(board).toMatchObject({ version: 1, total: live.total, totalScore: live.totalScore });
    for (const at of [0, 1, 50, live.total - 1]) {
      const row = live.rows[at]!;
      expect(plain((await resultPlace(pool, board.id, row.playerId))!)).toEqual(row);
      const around = boards.around(`race:${id}`, row.playerId, 3)!.rows;
      expect((await resultAround(pool, board.id, row.playerId, 3)).map(plain)).toEqual(around);
      expect(plain((await resultAtRank(pool, board.id, at + 1))!)).toEqual(boards.atRank(`race:${id}`, at + 1));
      expect((await resultPage(pool, board.id, at, 2)).map(plain)).toEqual(live.rows.slice(at, at + 2));
    }
    expect(await resultPlace(pool, board.id, players.at(-1)!)).not.toBeNull();
    expect(await resultAtRank(pool, board.id, live.total + 1)).toBeNull();
  });
});
