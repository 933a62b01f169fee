import type { Pool } from "pg";
import { describe, expect, it } from "vitest";
import { ConflictError, InvalidInputError, NotFoundError } from "../../core/errors.js";
import { endRaceEarly } from "../../core/races/move-end.js";
import { createRace } from "../../core/races/create-race.js";
import { voidRace } from "../../core/races/void-race.js";
import { listPrizesOf } from "../../core/payouts/list-payouts.js";
import { takeBreak } from "../../core/people/breaks.js";
import { erasePerson } from "../../core/people/erase-person.js";
import { judgePredictions } from "../../core/predictions/judge-predictions.js";
import { ownPredictions, predict } from "../../core/predictions/predict.js";
import { findGame, listGames, readGame, setPredictionGame } from "../../core/predictions/prediction-games.js";
import { finalizeRace } from "../../core/settlement/finalize-race.js";
import { correctResult, settleRace } from "../../core/settlement/settle-race.js";
import { playerId, type PlayerId, type RaceId } from "../../wire/ids.js";
import { createTestDatabase } from "../_database.js";
import { addEntries, addPlayers, addSource, testContext } from "../core/_world.js";
import { addPerson, linkTo } from "./_people.js";

const HOUR = 3_600_000;
const USD = 1_000_000n;

/** A board on which players 1 to 5 stand. */
const views = {
  around: (_key: string, player: PlayerId) => Promise.resolve({ rows: player <= 5 ? [{}] : [] } as never),
};

async function world(pool: Pool) {
  const context = testContext(pool);
  const source = await addSource(pool, "casino");
  const players = await addPlayers(pool, source, 9);
  const now = Date.now();
  const race = await createRace(
    context,
    {
      title: "November",
      startsAt: new Date(now - HOUR).toISOString(),
      endsAt: new Date(now + 3 * HOUR).toISOString(),
      prizes: ["100.00"],
      graceMinutes: 0,
      disputeHours: 0,
    },
    "test",
  );
  const wager = (at: number, usd: bigint) =>
    addEntries(pool, [{ source, player: players[at - 1]!, delta: usd * USD, at: new Date(now - 30 * 60_000) }]);
  for (const [at, usd] of [500n, 400n, 300n, 200n, 100n].entries()) await wager(at + 1, usd);
  const says = async (user: number, ...picks: number[]) =>
    predict({ pool, views }, race, await addPerson(pool, user), picks.map(playerId));
  return { context, race, players, wager, says };
}

async function finish(context: ReturnType<typeof testContext>, race: RaceId): Promise<void> {
  await endRaceEarly(context, race, "Enough", "test");
  await settleRace(context, race, "test");
  await finalizeRace(context, race, "test");
}

describe("a prediction game", () => {
  it("takes one prediction of each person, linked or not, whose last word counts, and shows a public tally", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, race, says } = await world(pool);
    expect(await findGame({ pool }, race)).toBeUndefined();
    await expect(says(1, 1, 2, 3)).rejects.toThrow(NotFoundError);
    const game = await setPredictionGame(context, race, {}, "user:9");
    expect(game).toMatchObject({ state: "open", prizes: [], predictions: 0, bestPoints: null });
    // Half of four hours, one of which has passed.
    expect(Math.abs(game.closesAt.getTime() - (Date.now() + HOUR))).toBeLessThan(60_000);

    await says(1, 3, 2, 1);
    await Promise.all([says(1, 1, 2, 3), says(1, 1, 2, 3)]);
    await says(2, 1, 4, 3);
    const shown = await readGame({ pool }, race);
    expect(shown.predictions).toBe(2);
    expect(shown.tally.slice(0, 2)).toEqual([
      { playerId: 1, named: [2, 0, 0] },
      { playerId: 3, named: [0, 0, 2] },
    ]);
    expect(await listGames({ pool }, 10)).toMatchObject([{ race, predictions: 2 }]);
    await expect(setPredictionGame(context, race, { prizes: ["10"] }, "user:9")).rejects.toThrow(ConflictError);
    await expect(says(3, 1, 1, 2)).rejects.toThrow(InvalidInputError);
    await expect(says(3, 1, 2, 6)).rejects.toThrow(InvalidInputError);
  });

  it("is judged once when the result is final: the best win, of equals who said it first, who cannot be paid is passed over", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, race, players, wager, says } = await world(pool);
    await setPredictionGame(context, race, { prizes: ["50", "20", "5"] }, "user:9");
    await says(1, 1, 2, 3); // all right, but nobody's account is his
    await says(2, 1, 2, 3); // all right, and on a break
    await says(3, 1, 2, 4); // 6 points, first
    await says(4, 1, 2, 5); // 6 points, later
    await says(5, 4, 5, 1); // 1 point
    await says(6, 4, 5, 2); // 1 point, later: no prize is left
    for (const user of [2, 3, 4, 5, 6]) await linkTo(pool, await addPerson(pool, user), players[user]!);
    await takeBreak({ pool }, await addPerson(pool, 2), 30);
    expect(await judgePredictions(context)).toBe(0);
    await finish(context, race);

    const rounds = await Promise.all([judgePredictions(context), judgePredictions(context), judgePredictions(context)]);
    expect(rounds.reduce((sum, judged) => sum + judged, 0)).toBe(1);
    const amounts = [];
    for (const user of [1, 2, 3, 4, 5, 6]) {
      const prizes = await listPrizesOf({ pool }, await addPerson(pool, user));
      amounts.push(prizes.filter(({ origin }) => origin.kind === "reward").map(({ amount }) => amount));
    }
    expect(amounts).toEqual([[], [], [5_000n], [2_000n], [500n], []]);
    expect(await readGame({ pool }, race)).toMatchObject({ state: "judged", bestPoints: 9 });
    expect(await ownPredictions({ pool }, await addPerson(pool, 4))).toMatchObject([{ points: 6, place: 4 }]);

    // A correction of the race does not judge anew.
    await wager(5, 9_000n);
    await correctResult(context, race, "A delivery that came late", "test");
    expect(await judgePredictions(context)).toBe(0);
    await expect(says(7, 1, 2, 3)).rejects.toThrow(ConflictError);
  });

  it("that cannot be judged holds up no other, and is judged once it can be", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, race, says } = await world(pool);
    const now = Date.now();
    const window = { startsAt: new Date(now - HOUR).toISOString(), endsAt: new Date(now + HOUR).toISOString() };
    const rules = { title: "Second", prizes: ["1.00"], graceMinutes: 0, disputeHours: 0 };
    const second = await createRace(context, { ...rules, ...window }, "test");
    for (const id of [race, second]) {
      await setPredictionGame(context, id, {}, "user:9");
      await predict({ pool, views }, id, await addPerson(pool, 1), [1, 2, 3].map(playerId));
      await finish(context, id);
    }
    const [first, other] = [race, second].toSorted();
    await pool.query(
      `create function fails() returns trigger language plpgsql as $$ begin raise exception 'this game is broken'; end $$`,
    );
    await pool.query(
      `create trigger broken before update on prediction_games for each row when (old.race_id = '${first}') execute function fails()`,
    );
    await expect(judgePredictions(context)).rejects.toThrow("this game is broken");
    const state = async (id: RaceId) => (await readGame({ pool }, id)).state;
    expect([await state(first!), await state(other!)]).toEqual(["closed", "judged"]);
    await pool.query("drop trigger broken on prediction_games");
    expect(await judgePredictions(context)).toBe(1);
    await expect(says(7, 1, 2, 3)).rejects.toThrow(ConflictError);
  });

  it("closes at its time and with its race, is never judged for a cancelled one, and forgets who leaves", async () => {
    await using database = await createTestDatabase();
    const { pool } = database;
    const { context, race, says } = await world(pool);
    const closesAt = new Date(Date.now() + 60_000);
    await setPredictionGame(context, race, { closesAt }, "user:9");
    await says(1, 1, 2, 3);
    await says(2, 1, 2, 3);
    await erasePerson(context, await addPerson(pool, 2));
    expect((await readGame({ pool }, race)).predictions).toBe(1);
    await pool.query("update prediction_games set closes_at = clock_timestamp()");
    await expect(says(1, 3, 2, 1)).rejects.toThrow(ConflictError);
    expect((await readGame({ pool }, race)).state).toBe("closed");
    await voidRace(context, race, "The casino is down", "test");
    expect(await judgePredictions(context)).toBe(0);
    expect((await readGame({ pool }, race)).state).toBe("off");
  });

  it.each([
    [{ closesAt: new Date(0) }, "closesAt"],
    [{ closesAt: new Date(Date.now() + 9 * HOUR) }, "closesAt"],
    [{ prizes: ["1", "2"] }, "prizes.1"],
    [{ prizes: ["1", "0"] }, "prizes.1"],
  ])("is refused with %j", async (input, path) => {
    await using database = await createTestDatabase();
    const { context, race } = await world(database.pool);
    const set = setPredictionGame(context, race, input, "user:9");
    await expect(set).rejects.toMatchObject({ issues: [{ path }] });
  });
});
