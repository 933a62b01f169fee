import { describe, expect, it, vi } from "vitest";
import { importWinners } from "../../core/history/import-winners.js";
import { readHallOfFame } from "../../core/history/hall-of-fame.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { settleRace } from "../../core/settlement/settle-race.js";
import type { RaceId } from "../../wire/ids.js";
import { parseCents } from "../../wire/money.js";
import { createTestDatabase } from "../_database.js";
import { endedRace, MINUTE, USD } from "../settlement/_race.js";
import { addEntries, addPlayers, addSource, testContext } from "./_world.js";

describe("the hall of fame", () => {
  it("counts the wins of final results under public names, with all who shared a first place, in two queries", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const context = testContext(pool);
    const source = await addSource(pool, "casino");
    const [ann, ben] = await addPlayers(pool, source, 2);
    const final = async (title: string, minutesAgo: number, scores: [typeof ann, bigint][]): Promise<RaceId> => {
      const endsAt = new Date(Date.now() - minutesAgo * MINUTE);
      const startsAt = new Date(endsAt.getTime() - 2 * MINUTE);
      const race = await endedRace(pool, {
        title,
        startsAt: startsAt.toISOString(),
        endsAt: endsAt.toISOString(),
      });
      const at = new Date(startsAt.getTime() + MINUTE);
      await addEntries(
        pool,
        scores.map(([player, usd]) => ({ source, player: player!, delta: usd * USD, at })),
      );
      await settleRace(context, race.id, "test");
      return race.id;
    };
    const first = await final("First", 60, [
      [ann, 5n],
      [ben, 3n],
    ]);
    const tied = await final("Tied", 40, [
      [ann, 5n],
      [ben, 5n],
    ]);
    // Provisional: not in the hall yet.
    await final("Open", 20, [[ben, 5n]]);
    await finalizeRace(context, first, "test");
    await finalizeRace(context, tied, "test");
    await pool.query(
      "insert into telegram_users (id, first_name, alias, alias_key) values (7, 'Ann', 'Champ', 'champ')",
    );
    await pool.query(
      `insert into links (user_id, source_id, player_id, state, proof, decided_at)
       select 7, source_id, id, 'approved', 'review', now() from players where id = $1`,
      [ann],
    );
    await importWinners(
      context,
      [
        {
          race: "Old one",
          endedOn: "2024-05-31",
          place: 1,
          name: "Maximilian",
          prize: parseCents("70.00")!,
          wagered: null,
        },
      ],
      "test",
    );
    const query = vi.spyOn(pool, "query");
    const hall = await readHallOfFame(context);
    expect(query).toHaveBeenCalledTimes(2);
    expect(hall.champions).toMatchObject([
      { player: { id: `p${ann}`, name: "Champ" }, wins: 2, won: "175.00" },
      { player: { id: `p${ben}`, name: expect.stringMatching(/^pl\*\*\*/) }, wins: 1, won: "75.00" },
    ]);
    expect(hall.winners.map(({ race, player, prize }) => [race.title, player.id, prize])).toEqual([
      ["Tied", `p${ann}`, "75.00"],
      ["Tied", `p${ben}`, "75.00"],
      ["First", `p${ann}`, "100.00"],
    ]);
    expect(hall.earlier).toEqual([{ race: "Old one", endedOn: "2024-05-31", name: "Ma***", prize: "70.00" }]);
  });
});
